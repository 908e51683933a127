import assert from 'node:assert/strict';
import { probabilitiesOf, rankByLogit } from '../../../src/cam/maps/scores.ts';
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
});

describe('The order of the classes', () => {
  it('is that of their logits, the first of equal ones first', () => {
    assert.deepEqual([...rankByLogit(Float32Array.of(-1, 3, 0.5, 3, 7))], [4, 1, 3, 2, 0]);
  });
});
