import assert from 'node:assert/strict';
import { wilson } from '../../../../src/cam/evaluate/statistics/wilson.ts';
import golden from '../../../fixtures/evaluate/classification/golden.json' with { type: 'json' };
import { assertClose } from '../../assertClose.ts';

describe("Wilson's interval", () => {
  it('is that of SciPy', () => {
    for (const [hits = 0, share = 0, low = 0, high = 0, of = 0] of golden.wilson) {
      const rate = wilson(hits, of);
      assertClose([rate.value, rate.low, rate.high], [share, low, high], 1e-12, `${hits} of ${of}`);
      assert.equal(rate.of, of);
    }
  });

  it('of nothing is unknown', () => {
    const { value, low, high, of } = wilson(0, 0);
    assert.deepEqual([value, low, high, of], [Number.NaN, Number.NaN, Number.NaN, 0]);
  });
});
