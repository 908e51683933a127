import assert from 'node:assert/strict';
import type { AskedPixels } from '../../../../src/cam/folder/annotations/annotation.ts';
import { storedRect, turnedPixel } from '../../../../src/cam/folder/annotations/coordinates.ts';
import { LeftOut } from '../../../../src/cam/folder/annotations/leftOut.ts';
import { seenObjects } from '../../../../src/cam/units/names/networkDissection.ts';

/** The pixels 0 … 5 of a picture of 3×2, as `ImageOps.exif_transpose` of Pillow 12 turns them. */
const TURNED: Readonly<Record<number, number[][]>> = {
  1: [
    [0, 1, 2],
    [3, 4, 5],
  ],
  2: [
    [2, 1, 0],
    [5, 4, 3],
  ],
  3: [
    [5, 4, 3],
    [2, 1, 0],
  ],
  4: [
    [3, 4, 5],
    [0, 1, 2],
  ],
  5: [
    [0, 3],
    [1, 4],
    [2, 5],
  ],
  6: [
    [3, 0],
    [4, 1],
    [5, 2],
  ],
  7: [
    [5, 2],
    [4, 1],
    [3, 0],
  ],
  8: [
    [2, 5],
    [1, 4],
    [0, 3],
  ],
};

describe('Annotations of a picture that EXIF turns', () => {
  for (const [key, shown] of Object.entries(TURNED)) {
    const orientation = Number(key);
    const height = shown.length;
    const width = shown[0]?.length ?? 0;

    it(`orientation ${key}: each stored pixel is found where a viewer shows it`, () => {
      for (let pixel = 0; pixel < 6; pixel++) {
        const [x, y] = [pixel % 3, Math.floor(pixel / 3)];
        const [right, down] = turnedPixel(x, y, { width: 3, height: 2 }, orientation);
        assert.equal(shown[down]?.[right], pixel);
      }
    });

    it(`orientation ${key}: the rectangle of each shown pixel is that of the stored one`, () => {
      for (let pixel = 0; pixel < 6; pixel++) {
        const down = shown.findIndex((row) => row.includes(pixel));
        const right = shown[down]?.indexOf(pixel) ?? -1;
        const rect = { x: right, y: down, width: 1, height: 1 };
        const [x, y] = [pixel % 3, Math.floor(pixel / 3)];
        const stored = storedRect(rect, { width: 3, height: 2 }, orientation);
        assert.deepEqual(stored, { x, y, width: 1, height: 1 });
      }
    });

    it(`orientation ${key}: an object lies in the stored picture where it was marked in the shown one`, () => {
      for (let pixel = 0; pixel < 6; pixel++) {
        const marked = Uint8Array.from(shown.flat(), (at) => (at === pixel ? 1 : 0));
        const covers = ({ pixels }: AskedPixels) =>
          new Uint8Array(pixels.length).map((_, i) => marked[pixels[i] ?? -1] ?? 0);
        const annotation = {
          size: { width, height },
          orientation,
          file: 'cats.json',
          objects: [{ name: 'cat', hasMask: true, isCrowd: false, boxes: () => [], covers }],
          ignored: undefined,
        };
        const input = { width: 112, height: 112 };
        const photo = { width: 3, height: 2 };
        const seenPart = { x: 0, y: 0, ...photo };
        const geometry = { photo, resized: input, crop: { x: 0, y: 0, ...input }, seen: seenPart };
        const leftOut = new LeftOut();
        const { objects, ...seen } = seenObjects(annotation, geometry, () => 0, leftOut);
        const found = new Set(objects.flatMap(({ pixels }) => [...pixels]));
        assert.equal(leftOut.first, undefined);
        const expected = Uint8Array.from(seen.counted, (_, i) => {
          const column = Math.floor((((i % seen.width) + 0.5) / seen.width) * 3);
          const row = Math.floor(((Math.floor(i / seen.width) + 0.5) / seen.height) * 2);
          return row * 3 + column === pixel ? 1 : 0;
        });
        assert.deepEqual(
          expected.map((_, i) => (found.has(i) ? 1 : 0)),
          expected,
        );
      }
    });
  }
});
