import assert from 'node:assert/strict';
import { pixelRange } from '../../../src/cam/classifier/input/inputScaling.ts';

/** The range of pixels x for what a model makes of them first: a·x + b for each channel. */
function rangeOf(factors: number[], offsets: number[]) {
  return pixelRange({ factors, offsets });
}

describe('The pixels that a model takes', () => {
  it('are 0 … 255 where it makes small numbers of them, or takes a mean colour away', () => {
    assert.equal(rangeOf([1 / 255, 1 / 255, 1 / 255], [0, 0, 0]), 255);
    assert.equal(rangeOf([1 / 127.5], [-1]), 255);
    // (x / 255 − mean) / std of ImageNet.
    assert.equal(rangeOf([0.0171, 0.0175, 0.0174], [-2.118, -2.036, -1.804]), 255);
    assert.equal(rangeOf([1, 1, 1], [-103.9, -116.8, -123.7]), 255);
    assert.equal(rangeOf([1], [-10.5]), 255);
  });

  it('are 0 … 1 where it spreads or centres them', () => {
    // (x − mean) / std of ImageNet.
    assert.equal(rangeOf([4.367, 4.464, 4.444], [-2.118, -2.036, -1.804]), 1);
    assert.equal(rangeOf([2], [-1]), 1);
    assert.equal(rangeOf([1], [-0.5]), 1);
    assert.equal(rangeOf([1], [10]), 1);
  });

  it('are not to be told where it hardly changes them, up to half as much again', () => {
    assert.equal(rangeOf([1.02, 0.97, 1.1], [0.1, -0.05, 0.2]), undefined);
    assert.equal(rangeOf([1.5], [0]), undefined);
    assert.equal(rangeOf([0.5], [0.4]), undefined);
    assert.equal(rangeOf([1], [0.3]), undefined);
    assert.equal(rangeOf([0.1], [0]), undefined);
  });
});
