import assert from 'node:assert/strict';
import {
  drawWeights,
  percentile,
  RESAMPLES,
  ResampledClassMean,
  ResampledMean,
} from '../../../../src/cam/evaluate/statistics/bootstrap.ts';
import { shuffled } from '../../../../src/cam/evaluate/statistics/shuffled.ts';
import { assertClose } from '../../assertClose.ts';
import { expected } from '../localization/expected.ts';

const { values, interval } = expected.statistics;

describe('intervals', () => {
  it('of a mean are about those of a bootstrap by NumPy, and the same in every run', () => {
    const [mean, again] = [new ResampledMean(), new ResampledMean()];
    const weights = new Uint8Array(RESAMPLES);
    for (const [picture, value] of values.entries()) {
      drawWeights(3, picture, weights);
      mean.add(value, weights);
      again.add(value, weights);
    }
    const { low = 0, high = 0 } = mean.score() ?? {};
    assertClose([low, high], interval, 0.015, 'interval');
    assert.deepEqual(mean.score(), again.score());
  });

  it('resamples hold a picture once on the average, with variance 1', () => {
    const weights = new Uint8Array(RESAMPLES);
    let [sum, squares] = [0, 0];
    for (let picture = 0; picture < 1000; picture++) {
      drawWeights(0, picture, weights);
      for (const times of weights) {
        sum += times;
        squares += times * times;
      }
    }
    assertClose([sum / 1e6, squares / 1e6], [1, 2], 0.015, 'moments');
  });

  it('of a mean over classes weigh each class alike', () => {
    const mean = new ResampledClassMean();
    const weights = new Uint8Array(RESAMPLES).fill(1);
    for (const hit of [1, 1, 1, 0]) mean.add(5, hit, weights);
    mean.add(8, 0, weights);
    assert.deepEqual(mean.score(), { value: 0.375, low: 0.375, high: 0.375 });
    assert.equal(new ResampledClassMean().score(), undefined);
    assert.equal(new ResampledMean().score(), undefined);
  });

  it('percentiles lie between the values, as in NumPy', () => {
    // numpy.percentile([1, 2, 4], [25, 50, 90])
    const sorted = Float64Array.of(1, 2, 4);
    assertClose(
      [0.25, 0.5, 0.9].map((at) => percentile(sorted, at)),
      [1.5, 2, 3.6],
      1e-12,
      'at',
    );
    assert.ok(Number.isNaN(percentile(new Float64Array(), 0.5)));
  });
});

describe('a seeded order', () => {
  it('holds all items, and is the same for the same seed', () => {
    const items = Array.from({ length: 50 }, (_, i) => i);
    const order = shuffled(items, 4);
    assert.deepEqual(order, shuffled(items, 4));
    assert.notDeepEqual(order, shuffled(items, 5));
    assert.notDeepEqual(order, items);
    assert.deepEqual(
      [...order].sort((a, b) => a - b),
      items,
    );
  });
});
