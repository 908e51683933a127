import assert from 'node:assert/strict';
import { learnedFromParts } from '../../../src/cam/linear/learningCurve.ts';
import type { Samples } from '../../../src/cam/linear/samples/samples.ts';
import { assertNear, cases, samplesOfCase } from './cases.ts';

/** The samples so many times in a row. */
function repeated({ features, classes, labels }: Samples, times: number): Samples {
  const { rows, columns, values } = features;
  const many = new Float32Array(times * values.length);
  for (let copy = 0; copy < times; copy++) many.set(values, copy * values.length);
  return {
    features: { rows: times * rows, columns, values: many },
    classes,
    labels: Array.from({ length: times * rows }, (_, i) => labels[i % rows] as number),
  };
}

describe('heads that learn from a part of the other folds', () => {
  for (const each of cases) {
    it(`have the scores of Ridge where the parts are alike: ${each.title}`, async () => {
      const { rows, columns, classes, ridge, features } = each;
      const samples = repeated(samplesOfCase(each), 9);
      const groups = Array.from({ length: 9 * rows }, (_, i) => Math.floor(i / rows));
      const folds = groups.map((copy) => (copy === 4 ? 1 : 0));
      const judged = new Map([[1, each.strength]]);
      const parts = await learnedFromParts(samples, { folds, groups, judged, seed: 3 });
      assert.deepEqual(
        parts.map(({ share, samples: count }) => [share, count]),
        [1, 2, 4].map((copies) => [copies / 8, copies * rows]),
      );
      const two = classes === 2;
      const expected = Array.from({ length: rows * classes }, (_, at) => {
        const [row, c] = [Math.floor(at / classes), at % classes];
        const sign = two && ridge.biases.length === 1 && c === 0 ? -1 : 1;
        const head = ridge.biases.length === 1 ? 0 : c;
        let score = ridge.biases[head] as number;
        for (let j = 0; j < columns; j++) {
          score +=
            (ridge.weights[head * columns + j] as number) * (features[row * columns + j] as number);
        }
        return sign * score;
      });
      for (const { share, outOfFold } of parts) {
        const start = 4 * rows * classes;
        const found = outOfFold.values.subarray(start, start + rows * classes);
        assertNear(found, expected, 1e-3, `scores from ${share}`);
        assert.ok(outOfFold.values.subarray(0, start).every((score) => score === 0));
      }
    });
  }

  const samplesWith = (labels: number[]): Samples => ({
    features: {
      rows: labels.length,
      columns: 2,
      values: Float32Array.from({ length: 2 * labels.length }, (_, i) => Math.sin(i * i)),
    },
    classes: ['a', 'b'],
    labels,
  });

  it('are left out where a class has fewer than two samples', async () => {
    const labels = Array.from({ length: 100 }, (_, row) => (row % 10 === 0 ? 1 : 0));
    const folds = labels.map((_, row) => Math.floor(row / 50));
    const judged = new Map([
      [0, 1],
      [1, 1],
    ]);
    const settings = { folds, groups: undefined, judged, seed: 1 };
    const parts = await learnedFromParts(samplesWith(labels), settings);
    // Of five samples of the rare class an eighth has one at most, and so may a quarter.
    assert.deepEqual(
      parts.map(({ share }) => share),
      [0.25, 0.5].slice(-parts.length),
    );
    assert.ok(parts.length > 0);
  });

  it('are none with fewer than eight groups', async () => {
    const labels = Array.from({ length: 80 }, (_, row) => row % 2);
    const groups = labels.map((_, row) => Math.floor(row / 10));
    const folds = groups.map((group) => group % 2);
    const judged = new Map([[0, 1]]);
    assert.deepEqual(
      await learnedFromParts(samplesWith(labels), { folds, groups, judged, seed: 1 }),
      [],
    );
  });
});
