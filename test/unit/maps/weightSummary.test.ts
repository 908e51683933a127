import assert from 'node:assert/strict';
import type { ClassWeights } from '../../../src/cam/maps/featureMap.ts';
import { summariseClass, summariseHead } from '../../../src/cam/maps/weightSummary.ts';

/** Weights given class by class. */
function head(classes: number[][], positions = 1): ClassWeights {
  const size = classes[0]?.length ?? 0;
  return {
    classes: classes.length,
    channels: size / positions,
    positions,
    weights: Float32Array.from(classes.flat()),
    bias: new Float32Array(classes.length),
  };
}

describe('summaries of class weights', () => {
  it('finds classes without weights and channels that no class uses', () => {
    const { emptyClasses, unusedChannels } = summariseHead(
      head([
        [1, 0, 0],
        [0, 0, 0],
        [0, 0, -2],
      ]),
    );
    assert.deepEqual([...emptyClasses], [1]);
    assert.equal(unusedChannels, 1);
  });

  it('counts a channel as used if one of its positions is', () => {
    const { emptyClasses, unusedChannels } = summariseHead(head([[0, 0, 0, 5, 0, 0]], 2));
    assert.deepEqual([...emptyClasses], []);
    assert.equal(unusedChannels, 2);
  });

  it('bins as numpy.histogram does', () => {
    const { counts, min, max, mean, count, zeros } = summariseClass(head([WEIGHTS]), 0);
    assert.deepEqual(
      [min, max, count, zeros].map((value) => Math.round(value * 1000)),
      [-2517, 2000, 60000, 0],
    );
    assert.ok(Math.abs(mean - -0.20943332963506692) < 1e-6);
    assert.deepEqual(Array.from(counts), NUMPY_COUNTS);
  });

  it('ranks the channels of one class in both directions', () => {
    const others = [9, -9, 9, -9, 9, -9];
    const summary = summariseClass(head([others, [0.5, -3, 2, 0, 2, -0.25], others]), 1);
    assert.deepEqual(summary.strongestFor, [
      { channel: 2, weight: 2 },
      { channel: 4, weight: 2 },
      { channel: 0, weight: 0.5 },
    ]);
    assert.deepEqual(summary.strongestAgainst, [
      { channel: 1, weight: -3 },
      { channel: 5, weight: -0.25 },
    ]);
    assert.ok(Math.abs(summary.mean - 1.25 / 6) < 1e-7);
    assert.deepEqual([summary.min, summary.max, summary.zeros], [-3, 2, 1]);
  });

  it('lists no channels if each position has its own weights', () => {
    const { strongestFor, strongestAgainst, count } = summariseClass(head([[1, 2, 3, -4]], 2), 0);
    assert.deepEqual([strongestFor, strongestAgainst, count], [[], [], 4]);
  });

  it('handles equal weights, and refuses a class that does not exist', () => {
    const { counts, min, max } = summariseClass(head([[0, 0, 0]]), 0);
    assert.deepEqual([counts[0], min, max], [3, 0, 0]);
    assert.throws(() => summariseClass(head([[1]]), 1), RangeError);
  });
});

/** np.round(np.random.default_rng(7).normal(0, 1, 60), 3) */
const WEIGHTS = [
  0.001, 0.299, -0.274, -0.891, -0.455, -0.992, 0.06, 1.34, -0.492, -0.62, 0.49, 0.357, 0.105,
  -0.93, -0.029, 0.695, -1.344, -0.458, -1.901, -1.29, -1.842, -0.235, -1.267, 0.271, 0.157, -0.187,
  -2.517, -0.539, -0.049, 0.113, -1.53, -0.478, -0.979, -0.809, 1.061, -0.808, -0.033, 0.884,
  -0.584, -0.112, 0.11, 0.064, -1.225, 0.076, 1.359, -1.547, 0.859, 0.119, -0.641, 2.0, 0.762,
  -1.199, 0.075, 0.577, -0.189, 0.683, -0.067, 0.667, 1.439, -0.676,
];

/** np.histogram(WEIGHTS, 41)[0] */
const NUMPY_COUNTS = [
  1, 0, 0, 0, 0, 1, 1, 0, 2, 0, 1, 4, 0, 2, 2, 2, 1, 4, 4, 0, 2, 3, 5, 8, 1, 2, 1, 1, 2, 3, 2, 0, 1,
  0, 0, 3, 0, 0, 0, 0, 1,
];
