import assert from 'node:assert/strict';
import type { Size } from '../../../../src/cam/base/geometry.ts';
import type { Patch } from '../../../../src/cam/results/units.ts';
import { patchTile } from '../../../../src/cam/units/export/patchTile.ts';
import { goldenMaps, scalarMap } from '../../maps/golden.ts';
import { samplePatch } from './sampleSheet.ts';

const GREY = 200;

const greyPhoto = (size: Size) => ({
  ...size,
  pixels: new Uint8Array(size.width * size.height * 3).fill(GREY),
});

/** A patch whose map is one of PyTorch's, over a photo of the size that PyTorch resized it to. */
function goldenPatch({
  width,
  height,
  toWidth,
  toHeight,
  source,
}: (typeof goldenMaps.resize)[number]) {
  const photo = { width: toWidth, height: toHeight };
  const whole = { x: 0, y: 0, ...photo };
  const map = scalarMap(width, height, source);
  const maximum = Math.max(...source);
  const geometry = { photo, resized: photo, crop: whole, seen: whole };
  return { photo, whole, maximum, patch: samplePatch('x.png', { map, maximum, geometry }) };
}

describe('A patch cut from its photo', () => {
  for (const golden of goldenMaps.resize) {
    const { photo, whole, maximum, patch } = goldenPatch(golden);
    const side = Math.max(photo.width, photo.height);

    it(`is dimmed where PyTorch's resized map is below the threshold, ${golden.width}×${golden.height}`, async () => {
      const drawing = { mask: 'dim', threshold: 0.5 } as const;
      const tile = await patchTile(greyPhoto(photo), patch, whole, drawing, side);
      assert.deepEqual([tile.width, tile.height], [photo.width, photo.height]);
      const expected = golden.bilinear.map((value) => (value >= 0.5 * maximum ? GREY : 56));
      assert.deepEqual(
        [...tile.pixels].filter((_, i) => i % 3 === 0),
        expected,
      );
    });

    it(`has a contour on no pixel that is far from the threshold, ${golden.width}×${golden.height}`, async () => {
      const drawing = { mask: 'contour', threshold: 0.5 } as const;
      const tile = await patchTile(greyPhoto(photo), patch, whole, drawing, side);
      const inside = golden.bilinear.map((value) => value >= 0.5 * maximum);
      let touched = 0;
      for (let y = 0; y < photo.height; y++) {
        for (let x = 0; x < photo.width; x++) {
          const same = [-2, -1, 0, 1, 2].every((dy) =>
            [-2, -1, 0, 1, 2].every((dx) => {
              const [nearX, nearY] = [x + dx, y + dy];
              const isIn = nearX >= 0 && nearX < photo.width && nearY >= 0 && nearY < photo.height;
              return !isIn || inside[nearY * photo.width + nearX] === inside[y * photo.width + x];
            }),
          );
          const value = tile.pixels[(y * photo.width + x) * 3];
          if (value !== GREY) touched++;
          if (same) assert.equal(value, GREY, `at ${x}, ${y}`);
        }
      }
      assert.ok(touched > 0);
    });
  }

  it('keeps the proportions of the shown part, and stays inside the photo', async () => {
    const photo = greyPhoto({ width: 100, height: 60 });
    const drawing = { mask: 'none', threshold: 0.5 } as const;
    const patch: Patch = samplePatch('x.png');
    const cut = async (x: number, y: number, width: number, height: number) => {
      const tile = await patchTile(photo, patch, { x, y, width, height }, drawing, 40);
      return [tile.width, tile.height];
    };
    assert.deepEqual(await cut(10, 10, 50, 25), [40, 20]);
    assert.deepEqual(await cut(99.9, 59.9, 0.1, 0.1), [40, 40]);
    assert.deepEqual(await cut(0, 0, 100.4, 60), [40, 24]);
  });
});
