import assert from 'node:assert/strict';
import { CamError } from '../../../src/cam/base/errors.ts';
import { chooseStrength, chooseStrengthInFolds } from '../../../src/cam/linear/chooseStrength.ts';
import { learnedFromParts } from '../../../src/cam/linear/learningCurve.ts';
import { leaveOut } from '../../../src/cam/linear/leaveOut.ts';
import { logistic } from '../../../src/cam/linear/logistic.ts';
import { Similarities } from '../../../src/cam/linear/nearPairs.ts';
import { checkedRidge } from '../../../src/cam/linear/outOfFold.ts';
import { ridge } from '../../../src/cam/linear/ridge.ts';
import type { Samples } from '../../../src/cam/linear/samples/samples.ts';
import { squaredHinge } from '../../../src/cam/linear/squaredHinge.ts';

const ways: Record<string, (samples: Samples, signal?: AbortSignal) => Promise<unknown>> = {
  ridge: (samples, signal) => ridge(samples, 1, signal),
  checkedRidge: (samples, signal) => checkedRidge(samples, [0, 1, 0, 1, 0], async () => 1, signal),
  leaveOut: (samples, signal) => leaveOut(samples, [0, 1, 2, 3, 4], 1, signal),
  chooseStrength: (samples, signal) => chooseStrength(samples, undefined, 1, signal),
  squaredHinge: (samples, signal) => squaredHinge(samples, 1, signal),
  logistic: (samples, signal) => logistic(samples, 1, signal),
};

function samplesWith(classes: string[], labels: number[]): Samples {
  const values = Float32Array.from({ length: 10 }, (_, i) => Math.sin(i));
  return { features: { rows: 5, columns: 2, values }, classes, labels };
}

describe('what a linear head refuses', () => {
  for (const [name, learn] of Object.entries(ways)) {
    it(`${name}: a class with one sample, by name`, async () => {
      await assert.rejects(learn(samplesWith(['cat', 'dog'], [0, 0, 0, 1, 0])), (error) => {
        assert.ok(CamError.is(error));
        assert.equal(error.code, 'tooFewSamples');
        assert.equal(error.message, 'The class dog has only one sample.');
        assert.match(error.nextAction, /at least two samples/);
        return true;
      });
    });

    it(`${name}: a class without samples, and a single class`, async () => {
      const empty = samplesWith(['cat', 'dog', 'emu'], [0, 1, 0, 1, 0]);
      await assert.rejects(learn(empty), /The class emu has no sample\./);
      await assert.rejects(learn(samplesWith(['cat'], [0, 0, 0, 0, 0])), /fewer than two classes/);
    });

    it(`${name} ends with the reason of the signal`, async () => {
      const signal = AbortSignal.abort(new Error('enough'));
      await assert.rejects(learn(samplesWith(['cat', 'dog'], [0, 1, 0, 1, 0]), signal), /enough/);
    });
  }

  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    it(`a feature that is ${value}`, async () => {
      const samples = samplesWith(['cat', 'dog'], [0, 1, 0, 1, 0]);
      samples.features.values[3] = value;
      for (const learn of [ridge, squaredHinge, logistic]) {
        await assert.rejects(learn(samples, 1), /not a finite number/);
      }
    });
  }

  it('work on pairs and on parts that ends with the reason of the signal', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    const labels = Array.from({ length: 20 }, (_, row) => row % 2);
    const values = Float32Array.from({ length: 40 }, (_, i) => Math.sin(i));
    const samples = { features: { rows: 20, columns: 2, values }, classes: ['a', 'b'], labels };
    const folds = labels.map((_, row) => (row < 4 ? 1 : 0));
    const settings = { folds, groups: undefined, judged: new Map([[1, 1]]), seed: 1 };
    await assert.rejects(Similarities.of(samples, signal), /enough/);
    await assert.rejects(learnedFromParts(samples, settings, signal), /enough/);
    await assert.rejects(chooseStrengthInFolds(samples, folds, signal), /enough/);
  });

  it('never chooses a class that a fold has nothing to learn from', async () => {
    const samples = samplesWith(['cat', 'dog'], [0, 1, 0, 1, 0]);
    const { outOfFold } = await checkedRidge(samples, [0, 1, 0, 1, 0], async () => 1);
    const { values } = outOfFold;
    // The dogs are all in fold 1, the cats in fold 0.
    assert.equal(values[2 * 1 + 1], Number.NEGATIVE_INFINITY);
    assert.equal(values[0], Number.NEGATIVE_INFINITY);
    assert.ok(Number.isFinite(values[2 * 1]) && Number.isFinite(values[1]));
  });
});
