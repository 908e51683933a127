import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isRight, pixelBoxInPhoto } from '../../../scripts/methods/mapBoxes.ts';

describe('Boxes of maps of single pixels', () => {
  it('the box is that of the largest part of the smoothed magnitudes, as scipy.ndimage.label finds it', () => {
    const rows = [
      [1, 1, 1, 0, 1, 1, 1, -1, 0, 0],
      [-1, 0, 0, 1, 0, -1, 1, 1, -1, 0],
      [0, 1, -1, 16, 16, -16, 16, 16, 1, 1],
      [1, 0, 1, -16, 16, -16, -16, -16, 0, 0],
      [-1, 1, 0, 16, -16, 16, -16, 16, 0, 0],
      [0, 0, 1, 0, 0, 1, 1, 0, -1, -1],
      [-1, 0, 0, 0, 1, 1, 0, 0, -1, -1],
      [30, 1, -1, 0, 0, 1, -1, 0, 0, -1],
    ];
    const map = { width: 10, height: 8, values: Float32Array.from(rows.flat()) };
    const whole = { x: 0, y: 0, width: 10, height: 8 };
    const photo = { width: 20, height: 8 };
    const geometry = { photo, resized: whole, crop: whole, seen: { ...whole, ...photo } };
    const box = pixelBoxInPhoto(map, geometry);
    assert.deepEqual(box, { x: 4, y: 1, width: 14, height: 5 });
  });

  it('a box is right from an overlap of one half on', () => {
    const truths = [
      { x: 50, y: 50, width: 4, height: 4 },
      { x: 0, y: 0, width: 10, height: 10 },
    ];
    assert.equal(isRight({ x: 0, y: 0, width: 10, height: 5 }, truths), true);
    assert.equal(isRight({ x: 0, y: 0, width: 10, height: 4.9 }, truths), false);
    assert.equal(isRight(undefined, truths), false);
  });
});
