import assert from 'node:assert/strict';
import {
  changedProbabilities,
  probabilitiesOf,
  rankByLogit,
} from '../../../src/cam/maps/scores.ts';
import { assertClose } from './golden.ts';

describe('Probabilities of the classes', () => {
  it('are parts of one by a softmax', () => {
    const logits = [Math.log(2), Math.log(1), Math.log(5)];
    assertClose(probabilitiesOf(logits, 'softmax'), [2 / 8, 1 / 8, 5 / 8], 1e-7);
  });

  it('stay numbers for logits whose exponential is none', () => {
    const logits = [1000, 1000 - Math.log(3), -1000];
    assertClose(probabilitiesOf(logits, 'softmax'), [0.75, 0.25, 0], 1e-7);
  });

  it('are those of each class alone by a sigmoid', () => {
    const logits = [0, Math.log(3), -Math.log(4), 1000, -1000];
    assertClose(probabilitiesOf(logits, 'sigmoid'), [0.5, 0.75, 0.2, 1, 0], 1e-7);
  });

  it('are what the model gives, which may be in per cent', () => {
    assertClose(probabilitiesOf([0.25, 0.75], 'none'), [0.25, 0.75], 0);
    assertClose(probabilitiesOf([25, 75], 'percent'), [0.25, 0.75], 0);
  });
});

describe('Probabilities after the logits have changed', () => {
  const logarithms = (...values: number[]) => new Float32Array(values).map(Math.log);

  it('leave alone what the model leaves out', () => {
    // A softmax of the logarithms of 2, 3 and 5, of which the last one is left out.
    const before = { logits: logarithms(2, 3), probabilities: Float32Array.of(0.2, 0.3) };
    const found = changedProbabilities(before, logarithms(4, 1), 'partOfSoftmax');
    assertClose(found, [4 / 10, 1 / 10], 1e-6);
    const all = { logits: logarithms(2, 3), probabilities: Float32Array.of(0.4, 0.6000001) };
    const none = changedProbabilities(all, logarithms(4, 1), 'partOfSoftmax');
    assertClose(none, [4 / 5, 1 / 5], 1e-6);
  });

  it('are those of the new logits if it leaves out none', () => {
    const before = { logits: logarithms(2, 3), probabilities: Float32Array.of(0.4, 0.6) };
    assertClose(changedProbabilities(before, logarithms(1, 3), 'softmax'), [0.25, 0.75], 1e-6);
  });
});

describe('The order of the classes', () => {
  it('is that of their logits, the first of equal ones first', () => {
    assert.deepEqual([...rankByLogit(Float32Array.of(-1, 3, 0.5, 3, 7))], [4, 1, 3, 2, 0]);
  });
});
