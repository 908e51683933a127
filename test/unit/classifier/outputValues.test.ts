import assert from 'node:assert/strict';
import {
  isRanked,
  isShareOf,
  ofClasses,
  rowsInside,
  sortedDown,
} from '../../../src/cam/classifier/head/outputValues.ts';

/** Six rows, as many as are asked for. */
const six = (...values: number[]) => Array.from({ length: 6 }, () => Float32Array.from(values));

describe('Outputs that fall in every row', () => {
  it('are ranked: six rows at least, of two values at least, not all equal', () => {
    assert.equal(isRanked(six(3, 2, 2)), true);
    assert.equal(isRanked(six(2, 1)), true);
    assert.equal(isRanked([...six(1, 1).slice(1), Float32Array.of(2, 1)]), true);
    assert.equal(isRanked(six(2, 1).slice(1)), false);
    assert.equal(isRanked(six(1)), false);
    assert.equal(isRanked(six(1, 1)), false);
    assert.equal(isRanked([]), false);
  });

  it('are not ranked if one row rises anywhere', () => {
    assert.equal(isRanked([...six(3, 2, 1), Float32Array.of(3, 1, 2)]), false);
  });

  it('are as any row is once it is sorted', () => {
    assert.deepEqual([...sortedDown(Float32Array.of(1, 3, 2))], [3, 2, 1]);
  });
});

describe('Outputs that are probabilities', () => {
  it('are within 0 … 1 in six rows at least, up to rounding', () => {
    assert.equal(isShareOf(six(0, 0.25, 1)), 1);
    assert.equal(isShareOf(six(-5e-6, 1 + 5e-6)), 1);
    assert.equal(isShareOf(six(-2e-5, 1)), undefined);
    assert.equal(isShareOf(six(0, 1 + 2e-5)), undefined);
    assert.equal(isShareOf(six(0, 1).slice(1)), undefined);
  });

  it('are no row of zeros alone, up to rounding', () => {
    assert.equal(isShareOf(six(0, 0)), undefined);
    assert.equal(isShareOf(six(0, 5e-6)), undefined);
    assert.equal(isShareOf([...six(0, 0), Float32Array.of(0, 0.5)]), 1);
  });

  it('are percentages if they add up to 100', () => {
    assert.equal(isShareOf(six(99.5, 0.5)), 100);
    assert.equal(isShareOf(six(99.5, 0.55)), 100);
    assert.equal(isShareOf(six(99.5, 0.45)), 100);
    assert.equal(isShareOf(six(99.5, 0.7)), undefined);
    assert.equal(isShareOf(six(99.5, 0.3)), undefined);
    assert.equal(isShareOf(six(100.01, -0.01)), undefined);
    assert.equal(isShareOf(six(100.0005, -0.0005)), 100);
    assert.equal(isShareOf([...six(99.5, 0.5), Float32Array.of(50, 60)]), undefined);
  });
});

describe('Values among others', () => {
  const all = [Float32Array.of(1, 2, 1, 4), Float32Array.of(5, 6, 7, 8)];
  const inside = (first: number[], second: number[], rows = [0, 1]) =>
    rowsInside(all, [Float32Array.from(first), Float32Array.from(second)], rows);

  it('have the place at which every row that counts agrees, each place once', () => {
    assert.deepEqual(inside([1, 4, 1], [7, 8, 5]), [2, 3, 0]);
    assert.deepEqual(inside([1, 1], [9, 9], [0]), [0, 2]);
    assert.deepEqual(inside([1, 2, 1, 4], [5, 6, 7, 8]), [0, 1, 2, 3]);
    assert.deepEqual(inside([1.0005], [5], [0]), [0]);
  });

  it('have none if they are not among them, or more of them than there are', () => {
    assert.equal(inside([1], [6]), undefined);
    assert.equal(inside([1.002], [5]), undefined);
    assert.equal(inside([1, 1, 1], [9, 9, 9], [0]), undefined);
    assert.equal(inside([1, 2, 1, 4, 4], [5, 6, 7, 8, 8]), undefined);
    assert.equal(rowsInside([Float32Array.of(1)], [Float32Array.of(1)], [0]), undefined);
    assert.deepEqual(rowsInside([Float32Array.of(1, 2)], [Float32Array.of(2)], [0]), [1]);
  });

  it('are not looked for among more than any model reorders', () => {
    const among = (length: number) =>
      rowsInside([new Float32Array(length)], [Float32Array.of(0)], [0]);
    assert.deepEqual(among(4096), [0]);
    assert.equal(among(4097), undefined);
  });

  it('are compared relative to themselves where they are small', () => {
    const small = [Float32Array.of(1e-5, 1.1e-5)];
    assert.deepEqual(rowsInside(small, [Float32Array.of(1.1e-5)], [0]), [1]);
    assert.deepEqual(rowsInside([Float32Array.of(1, 0)], [Float32Array.of(5e-10)], [0]), [1]);
  });

  it('are taken in the order of their places, all of them if there are none', () => {
    const values = Float32Array.of(5, 6, 7);
    assert.deepEqual([...ofClasses(values, [2, 0])], [7, 5]);
    assert.equal(ofClasses(values, undefined), values);
  });
});
