import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Turn } from '../../../src/cam/maps/turn.ts';
import { cellBeforeTurn, turnFeature, turnWeights, UPRIGHT } from '../../../src/cam/maps/turn.ts';

/** Two channels of 3×2 cells. */
const MAP = {
  channels: 2,
  width: 3,
  height: 2,
  values: Float32Array.of(1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60),
};

/** The first channel as NumPy makes it from [[1, 2, 3], [4, 5, 6]], rows joined. */
const NUMPY: [string, Partial<Turn>, width: number, rows: number[]][] = [
  ['f[:, ::-1]', { mirrored: true }, 3, [3, 2, 1, 6, 5, 4]],
  ['f[::-1]', { upsideDown: true }, 3, [4, 5, 6, 1, 2, 3]],
  ['f[::-1, ::-1]', { mirrored: true, upsideDown: true }, 3, [6, 5, 4, 3, 2, 1]],
  ['f.T', { transposed: true }, 2, [1, 4, 2, 5, 3, 6]],
  ['f.T[:, ::-1]', { transposed: true, mirrored: true }, 2, [4, 1, 5, 2, 6, 3]],
  ['f.T[::-1]', { transposed: true, upsideDown: true }, 2, [3, 6, 2, 5, 1, 4]],
];

describe('a map that is put upright', () => {
  for (const [numpy, turn, width, rows] of NUMPY) {
    it(`is ${numpy} in every channel`, () => {
      const turned = turnFeature(MAP, { ...UPRIGHT, ...turn });
      assert.deepEqual([turned.width, turned.height, turned.channels], [width, 6 / width, 2]);
      assert.deepEqual([...turned.values], [...rows, ...rows.map((value) => 10 * value)]);
    });

    it(`has the cells of ${numpy}`, () => {
      const found = rows.map((_, i) => {
        const cell = { x: i % width, y: Math.floor(i / width) };
        return MAP.values[cellBeforeTurn(cell, MAP, { ...UPRIGHT, ...turn }) ?? -1];
      });
      assert.deepEqual(found, rows);
      const beside = { x: width, y: 0 };
      assert.equal(cellBeforeTurn(beside, MAP, { ...UPRIGHT, ...turn }), undefined);
    });
  }

  it('is the same object if it already is', () => {
    assert.equal(turnFeature(MAP, UPRIGHT), MAP);
  });

  it('takes its weights with it, if they differ between positions', () => {
    const weights = {
      classes: 1,
      channels: 2,
      positions: 6,
      weights: MAP.values,
      bias: Float32Array.of(0),
    };
    const turn = { ...UPRIGHT, transposed: true };
    assert.deepEqual(turnWeights(weights, MAP, turn).weights, turnFeature(MAP, turn).values);
    const plain = { ...weights, positions: 1, weights: Float32Array.of(1, 2) };
    assert.equal(turnWeights(plain, MAP, turn), plain);
  });
});
