import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { dot, unitRanks, wilsonInterval } from '../../../scripts/methods/statistics.ts';

describe('Statistics of the methods', () => {
  it("Wilson's interval equals SciPy's", () => {
    const expected: [hits: number, of: number, low: number, high: number][] = [
      [29, 60, 0.36175, 0.606922],
      [0, 60, 0, 0.060172],
      [60, 60, 0.939828, 1],
      [3, 20, 0.052369, 0.360419],
    ];
    for (const [hits, of, low, high] of expected) {
      const found = wilsonInterval(hits, of);
      assert.ok(Math.abs(found[0] - low) < 1e-6, `${found[0]} is not ${low}`);
      assert.ok(Math.abs(found[1] - high) < 1e-6, `${found[1]} is not ${high}`);
    }
  });

  it("Spearman's ρ equals SciPy's where values are equal", () => {
    const a = unitRanks([3, 1, 4, 1, 5, 9, 2, 6]);
    const b = unitRanks([2, 7, 1, 8, 2, 8, 1, 8]);
    assert.ok(a && b);
    assert.ok(Math.abs(dot(a, b) - 0.19885368120992467) < 1e-12);
  });

  it('a map of one value has no ranks', () => {
    assert.equal(unitRanks([2, 2, 2]), undefined);
  });
});
