import assert from 'node:assert/strict';
import { noPredictions, predict } from '../../../../src/cam/evaluate/classification/predictions.ts';
import type { Activation } from '../../../../src/cam/maps/scores.ts';
import { assertClose } from '../../assertClose.ts';
import { golden, goldenPredictions, singleLabels } from './golden.ts';

function predictOne(logits: readonly number[], labels: readonly number[], by: Activation) {
  const predictions = noPredictions(1);
  predict(predictions, 0, Float32Array.from(logits), labels, by);
  return predictions;
}

describe('Predictions of labelled pictures', () => {
  const expected = golden.singleLabels;

  it('have the first five classes, probabilities, losses and margins of NumPy and SciPy', () => {
    const found = goldenPredictions(singleLabels);
    assert.deepEqual([...found.top], expected.top.flat());
    assert.deepEqual([...found.truth], golden.truth);
    assertClose(found.confidence, expected.confidence, 1e-7, 'confidence');
    assertClose(found.truthProbability, expected.truthProbability, 1e-7, 'probability');
    assertClose(found.loss, expected.loss, 1e-6, 'loss');
    assertClose(found.margin, expected.margin, 0, 'margin');
  });

  it('average errors over the labels, and take the label with the largest logit', () => {
    const { labels, top1Error, top5Error } = golden.severalLabels;
    const found = goldenPredictions(labels);
    const orNull = (values: Float32Array) => Array.from(values, (v) => (Number.isNaN(v) ? -1 : v));
    const expectedOf = (values: (number | null)[]) => values.map((value) => value ?? -1);
    assertClose(orNull(found.top1Error), expectedOf(top1Error), 1e-7, 'top-1');
    assertClose(orNull(found.top5Error), expectedOf(top5Error), 1e-7, 'top-5');
    for (const [image, own] of labels.entries()) {
      const logits = own.map((label) => golden.logits[image]?.[label] ?? 0);
      const largest = own[logits.indexOf(Math.max(...logits))];
      assert.equal(found.truth[image], largest ?? -1);
    }
  });

  it('without a label have no truth, loss, margin or error', () => {
    const { truth, top, confidence, ...rest } = predictOne([0, Math.log(3)], [], 'softmax');
    assert.deepEqual([...truth, ...top], [-1, 1, 0, -1, -1, -1]);
    assertClose(confidence, [0.75], 1e-7, 'confidence');
    for (const column of Object.values(rest)) assert.ok(Number.isNaN(column[0]));
  });

  it('rank equal logits by class, among labels too', () => {
    const { top, truth, margin } = predictOne([1, 2, 2, 0, 2, 1, 1], [4, 2], 'softmax');
    assert.deepEqual([...top], [1, 2, 4, 0, 5]);
    assert.deepEqual([...truth, ...margin], [2, 0]);
    assert.deepEqual([...predictOne([1, 2, 2, 0, 2, 1, 1], [1], 'softmax').margin], [0]);
    assert.deepEqual([...predictOne([9, 8, 7, 6, 5, 4, 3], [], 'softmax').top], [0, 1, 2, 3, 4]);
  });

  it('have a finite loss where the probability is 0', () => {
    const { logits, softmax, sigmoid, sigmoidProbability } = golden.far;
    for (const label of logits.keys()) {
      const soft = predictOne(logits, [label], 'softmax');
      assertClose(soft.loss, [softmax[label] ?? 0], 1e-4, 'softmax');
      const own = predictOne(logits, [label], 'sigmoid');
      assertClose(own.loss, [sigmoid[label] ?? 0], 1e-5, 'sigmoid');
      assertClose(own.truthProbability, [sigmoidProbability[label] ?? 0], 1e-7, 'probability');
      assertClose(own.confidence, [1], 0, 'confidence');
    }
  });

  it('of a model that gives probabilities are those', () => {
    const shares = predictOne([0.25, 0.75, 0], [0], 'none');
    assertClose(shares.truthProbability, [0.25], 1e-7, 'share');
    assertClose(shares.confidence, [0.75], 1e-7, 'share of the first');
    assertClose(shares.loss, [Math.log(4)], 1e-6, 'loss');
    assertClose(predictOne([25, 75, 0], [0], 'percent').loss, [Math.log(4)], 1e-6, 'per cent');
    assert.ok(Number.isFinite(predictOne([0.25, 0.75, 0], [2], 'none').loss[0]));
    assert.ok(Number.isFinite(predictOne([25, 75, 0], [2], 'percent').loss[0]));
  });

  it('of one class have no margin', () => {
    assert.ok(Number.isNaN(predictOne([2], [0], 'sigmoid').margin[0]));
  });

  it('of one picture leave the others as they are', () => {
    const predictions = noPredictions(3);
    predict(predictions, 1, Float32Array.of(3, 1), [1], 'softmax');
    assert.deepEqual([...predictions.truth], [-1, 1, -1]);
    const none = [-1, -1, -1, -1, -1];
    assert.deepEqual([...predictions.top], [...none, 0, 1, -1, -1, -1, ...none]);
    assert.deepEqual([...predictions.top1Error], [Number.NaN, 1, Number.NaN]);
  });
});
