import assert from 'node:assert/strict';
import { cmykToRgb } from '../../../src/cam/image/cmyk.ts';

describe('CMYK', () => {
  it('is rounded to the nearest value, for every ink and black', () => {
    const cmyk = new Uint8Array(4 * 256 * 256);
    for (let i = 0; i < 256 * 256; i++) cmyk.set([i >> 8, 0, 255, i & 255], 4 * i);
    const expected = new Uint8Array(3 * 256 * 256);
    for (let i = 0; i < 256 * 256; i++) {
      const light = 255 - (i & 255);
      expected.set([light - Math.round(((i >> 8) * light) / 255), light, 0], 3 * i);
    }
    assert.deepEqual(cmykToRgb(cmyk, 4), expected);
  });

  it('has its alpha left out', () => {
    assert.deepEqual(
      [...cmykToRgb(Uint8Array.of(0, 0, 0, 0, 7, 255, 0, 0, 0, 9), 5)],
      [255, 255, 255, 0, 255, 255],
    );
  });
});
