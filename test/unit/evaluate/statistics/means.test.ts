import assert from 'node:assert/strict';
import { meanWithInterval } from '../../../../src/cam/evaluate/statistics/bootstrap.ts';
import { pearson } from '../../../../src/cam/evaluate/statistics/pearson.ts';
import golden from '../../../fixtures/evaluate/parity/golden.json' with { type: 'json' };
import { assertClose } from '../../assertClose.ts';

describe('The interval of a mean', () => {
  const { values, mean, low, high } = golden.mean;

  it("is that of SciPy's bootstrap, but for chance", async () => {
    const score = await meanWithInterval(Float64Array.from(values), 1);
    assertClose([score.value], [mean], 1e-12, 'mean');
    // A tenth of its width: the percentiles of 1,000 samples spread by half of that.
    assertClose([score.low, score.high], [low, high], (high - low) / 10, 'interval');
  });

  it('is the same for the same seed', async () => {
    const of = (seed: number) => meanWithInterval(Float64Array.from(values), seed);
    assert.deepEqual(await of(1), await of(1));
    assert.notDeepEqual(await of(1), await of(2));
  });

  it('of equal values has no width, of none is unknown', async () => {
    const equal = await meanWithInterval(Float64Array.of(0.5, 0.5), 1);
    assert.deepEqual(equal, { value: 0.5, low: 0.5, high: 0.5 });
    const none = await meanWithInterval(new Float64Array(), 1);
    assert.deepEqual(none, { value: Number.NaN, low: Number.NaN, high: Number.NaN });
  });
});

describe("Pearson's correlation", () => {
  it('is that of SciPy', () => {
    const { a, b, sameGrid } = golden.maps;
    assertClose([pearson(a.flat(), b.flat())], [sameGrid], 1e-12, 'r');
    assertClose(
      [
        pearson(
          a.flat(),
          a.flat().map((x) => 7 - 2 * x),
        ),
      ],
      [-1],
      1e-12,
      'reversed',
    );
  });

  it('is unknown if nothing varies, also by rounding', () => {
    assert.ok(Number.isNaN(pearson([1, 2, 3], [5, 5, 5])));
    assert.ok(Number.isNaN(pearson([0.1, 0.1, 0.1], [1, 2, 3])));
    assert.ok(Number.isNaN(pearson([0, 0], [0, 0])));
  });
});
