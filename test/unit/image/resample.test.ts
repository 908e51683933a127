import assert from 'node:assert/strict';
import { decodeImage } from '../../../src/cam/image/decode.ts';
import type { BytePicture } from '../../../src/cam/image/resample.ts';
import { resample } from '../../../src/cam/image/resample.ts';
import { expected, fixture, summary } from './expected.ts';

async function load(name: string, gray: boolean): Promise<BytePicture> {
  const { width, height, pixels } = await decodeImage(fixture(name));
  if (!gray) return { width, height, channels: 3, pixels };
  const luma = (i: number): number =>
    ((pixels[i] ?? 0) * 19595 +
      (pixels[i + 1] ?? 0) * 38470 +
      (pixels[i + 2] ?? 0) * 7471 +
      32768) >>
    16;
  const values = Uint8Array.from({ length: width * height }, (_, i) => luma(i * 3));
  return { width, height, channels: 1, pixels: values };
}

describe('resample', () => {
  for (const { image, gray, size, interpolation, sha256, first } of expected.resized) {
    const [width, height] = size;
    const mode = gray ? 'grey' : 'colour';
    it(`gives PIL's bytes: ${image} (${mode}) to ${width}×${height}, ${interpolation}`, async () => {
      const source = await load(image, gray);
      const all = { x: 0, y: 0, width, height };
      const bytes = resample(source, { width, height }, all, interpolation);
      assert.deepEqual(summary(bytes), { sha256, first });
    });
  }

  it('rounds as PIL does', () => {
    const { row, bicubic } = expected.rounded;
    const target = { width: bicubic.length, height: 1 };
    const whole = { x: 0, y: 0, ...target };
    for (const channels of [1, 3] as const) {
      const repeated = (values: number[]) =>
        Uint8Array.from(values.flatMap((value) => Array<number>(channels).fill(value)));
      const source = { width: row.length, height: 1, channels, pixels: repeated(row) };
      assert.deepEqual([...resample(source, target, whole, 'bicubic')], [...repeated(bicubic)]);
    }
  });

  it('computes a part as the same part of the whole', async () => {
    const source = await load('photo.png', false);
    const target = { width: 50, height: 35 };
    const rect = { x: 9, y: 4, width: 30, height: 29 };
    const whole = resample(source, target, { x: 0, y: 0, ...target }, 'bicubic');
    const part = resample(source, target, rect, 'bicubic');
    for (let y = 0; y < rect.height; y++) {
      const start = ((y + rect.y) * target.width + rect.x) * 3;
      const row = whole.subarray(start, start + rect.width * 3);
      assert.deepEqual(part.subarray(y * rect.width * 3, (y + 1) * rect.width * 3), row);
    }
  });
});
