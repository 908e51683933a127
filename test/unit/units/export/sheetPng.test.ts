import assert from 'node:assert/strict';
import sharp from 'sharp';
import type { RgbPicture } from '../../../../src/cam/image/prepareInput.ts';
import type { Patch } from '../../../../src/cam/results/units.ts';
import { drawTiles, patchesOfClass } from '../../../../src/cam/units/export/drawTiles.ts';
import { sheetPng } from '../../../../src/cam/units/export/sheetPng.ts';
import { sampleSheet } from './sampleSheet.ts';

const SHOWN = { x: 0, y: 0, width: 112, height: 56 };

describe('The units of a class as PNG', () => {
  it('has the patches of the photos in their rows, and grey for a photo that is gone', async () => {
    const sheet = sampleSheet();
    const drawing = { mask: 'none', threshold: 0.5 } as const;
    const tiles = new Map<Patch, RgbPicture>();
    const drawn = drawTiles(patchesOfClass(sheet.units), () => SHOWN, drawing, 240, {});
    for await (const [patch, tile] of drawn) tiles.set(patch, tile);
    assert.equal(tiles.size, 3);
    const png = await sheetPng(sheet, (patch) => tiles.get(patch));
    const { data, info } = await sharp(png)
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    assert.equal(info.width, 48 + 400 + 3 * 252 + 48);
    const first = sheet.units.speaksFor[0]?.patches[0];
    const tile = first && tiles.get(first);
    assert.ok(tile);
    assert.deepEqual([tile.width, tile.height], [240, 120]);
    const at = (x: number, y: number) => [
      ...data.subarray((y * info.width + x) * 3).subarray(0, 3),
    ];
    const isHere = (top: number): boolean =>
      Array.from({ length: tile.height }, (_, row) => row).every((row) => {
        const start = ((top + row) * info.width + 448) * 3;
        const line = tile.pixels.subarray(row * 720, (row + 1) * 720);
        return Buffer.compare(data.subarray(start, start + 720), line) === 0;
      });
    const found = Array.from({ length: info.height - 120 }, (_, top) => top).filter(isHere);
    assert.equal(found.length, 2, 'once for the class, once against it');
    const [top = 0] = found;
    assert.deepEqual(at(460, top - 30), [235, 235, 235], 'above a low tile');
    assert.deepEqual(at(700 + 120, top + 60), [235, 235, 235], 'the photo that is gone');
    assert.deepEqual(at(2, 2), [255, 255, 255]);
  });
});
