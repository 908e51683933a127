import assert from 'node:assert/strict';
import { intersection, overlap } from '../../../../src/cam/maps/pixels/overlap.ts';

const rect = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

describe('Two rectangles', () => {
  it('share the part that is in both', () => {
    assert.deepEqual(intersection(rect(0, 0, 4, 6), rect(1, 2, 9, 9)), rect(1, 2, 3, 4));
    assert.deepEqual(intersection(rect(1, 2, 9, 9), rect(0, 0, 4, 6)), rect(1, 2, 3, 4));
    assert.deepEqual(intersection(rect(0, 0, 9, 9), rect(2, 3, 1, 1)), rect(2, 3, 1, 1));
    assert.deepEqual(
      intersection(rect(0, 0, 1, 1), rect(0.5, 0.25, 1, 1)),
      rect(0.5, 0.25, 0.5, 0.75),
    );
  });

  it('share nothing if they only touch', () => {
    assert.equal(intersection(rect(0, 0, 2, 2), rect(2, 0, 2, 2)), undefined);
    assert.equal(intersection(rect(0, 0, 2, 2), rect(0, 2, 2, 2)), undefined);
    assert.equal(intersection(rect(0, 0, 2, 2), rect(5, 5, 2, 2)), undefined);
  });

  it('overlap by a part of what they cover together', () => {
    assert.equal(overlap(rect(0, 0, 4, 2), rect(0, 0, 4, 2)), 1);
    // 2 of 8 + 4 − 2.
    assert.equal(overlap(rect(0, 0, 4, 2), rect(2, 1, 2, 2)), 0.2);
    assert.equal(overlap(rect(0, 0, 1, 1), rect(0, 0, 1, 0.5)), 0.5);
    assert.equal(overlap(rect(0, 0, 2, 2), rect(3, 3, 2, 2)), 0);
    assert.equal(overlap(rect(0, 0, 0, 0), rect(0, 0, 0, 0)), 0);
  });
});
