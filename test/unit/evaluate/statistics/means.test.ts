import assert from 'node:assert/strict';
import { meanWithInterval } from '../../../../src/cam/evaluate/statistics/bootstrap.ts';
import { pearson } from '../../../../src/cam/evaluate/statistics/pearson.ts';
import type { Score } from '../../../../src/cam/results/evaluation/scores.ts';
import golden from '../../../fixtures/evaluate/parity/golden.json' with { type: 'json' };
import { assertClose } from '../../assertClose.ts';

describe('The interval of a mean', () => {
  const { values, mean, low, high } = golden.mean;
  const sample = Float64Array.from(values);

  it("is that of SciPy's bootstrap, but for chance", async () => {
    const mean20 = async (of: (score: Score) => number) => {
      let sum = 0;
      for (let seed = 0; seed < 20; seed++) sum += of(await meanWithInterval(sample, seed));
      return sum / 20;
    };
    assertClose([await mean20((score) => score.value)], [mean], 1e-12, 'mean');
    const interval = [await mean20((score) => score.low), await mean20((score) => score.high)];
    assertClose(interval, [low, high], (high - low) / 40, 'interval');
  });

  it('is the same for the same seed', async () => {
    const of = (seed: number) => meanWithInterval(sample, seed);
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
    assert.ok(Number.isNaN(pearson([1, 2, 3], [0.1, 0.1, 0.1])));
    assert.ok(Number.isNaN(pearson([0, 0], [0, 0])));
  });
});
