import assert from 'node:assert/strict';
import { percentileOf } from '../../../src/cam/maps/percentile.ts';

const map = { width: 7, height: 1, values: Float32Array.of(-4, 1, 0.5, -2.25, 3, 7.5, -0.125) };

describe('percentileOf', () => {
  it('is that of the absolute values, as NumPy computes it', () => {
    // numpy.percentile(numpy.abs(values), …)
    const expected = { 0: 0.125, 50: 2.25, 95: 6.45, 99: 7.29, 99.9: 7.479, 100: 7.5 };
    for (const [percent, value] of Object.entries(expected)) {
      assert.ok(Math.abs(percentileOf(map, Number(percent)) - value) < 1e-12, `${percent} %`);
    }
    assert.equal(map.values[0], -4, 'the map stays as it is');
  });

  it('has none of an empty map, or for another percentage', () => {
    const empty = { width: 0, height: 0, values: new Float32Array() };
    assert.throws(() => percentileOf(empty, 99), RangeError);
    assert.throws(() => percentileOf(map, 101), RangeError);
  });
});
