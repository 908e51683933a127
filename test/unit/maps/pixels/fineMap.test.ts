import assert from 'node:assert/strict';
import { reduceByMean } from '../../../../src/cam/maps/pixels/fineMap.ts';
import { assertClose } from '../../assertClose.ts';

const rows = [
  [6, -8, -6, -5, -6, 6, 7],
  [2, -9, -8, -3, -1, 2, 0],
  [-4, -6, 4, 4, -9, -7, -1],
  [-2, 7, 0, -2, -1, 3, 2],
  [-6, 5, 5, 9, 5, -4, -3],
];
const map = { width: 7, height: 5, values: Float32Array.from(rows.flat()) };

describe('a map that is reduced', () => {
  // By NumPy: A·map·Bᵀ, with the share of each cell in each area as A and B.
  it('has the mean of each area, cells at the border by their share', () => {
    const { width, height, values } = reduceByMean(map, 4);
    assert.deepEqual([width, height], [4, 3]);
    const expected = [
      [-1.085714, -6.285714, -2.857143, 4.285714],
      [-3.085714, 0.285714, -3.371429, -1.485714],
      [-0.028571, 3.857143, 2.628571, -1.085714],
    ];
    assertClose(values, expected.flat(), 1e-6, 'mean');
  });

  it('keeps its mean', () => {
    const { values } = reduceByMean(map, 3);
    const mean = (all: Float32Array) => all.reduce((sum, value) => sum + value, 0) / all.length;
    assertClose([mean(values)], [mean(map.values)], 1e-6, 'mean');
  });

  it('is the same where it fits', () => {
    assert.equal(reduceByMean(map, 7), map);
  });

  it('has at least one row', () => {
    const line = { width: 100, height: 1, values: new Float32Array(100).fill(2) };
    const { width, height, values } = reduceByMean(line, 10);
    assert.deepEqual([width, height], [10, 1]);
    assertClose(values, new Array(10).fill(2), 1e-6, 'mean');
  });
});
