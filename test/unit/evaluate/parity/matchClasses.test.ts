import assert from 'node:assert/strict';
import { matchClasses } from '../../../../src/cam/evaluate/parity/matchClasses.ts';

const match = (from: string[], to: string[]) => from.map((_, c) => matchClasses(from, to)(c));

describe('Classes of two models', () => {
  it('with the same labels are the same by number, also where a label occurs twice', () => {
    assert.deepEqual(match(['cat', 'crane', 'crane'], ['cat', 'crane', 'crane']), [0, 1, 2]);
  });

  it('with labels in another order are the same by label', () => {
    assert.deepEqual(match(['cat', 'dog', 'hen'], ['hen', 'cat', 'dog']), [1, 2, 0]);
  });

  it('of which one has more are the same by label, where it is unique in both', () => {
    const found = match(['cat', 'crane', 'dog', 'hen', 'hen'], ['crane', 'cat', 'crane', 'hen']);
    assert.deepEqual(found, [1, undefined, undefined, undefined, undefined]);
  });

  it('with as many labels and none in common are the same by number', () => {
    assert.deepEqual(match(['cat', 'dog'], ['class 0', 'class 1']), [0, 1]);
    assert.deepEqual(match(['cat', 'dog'], ['class 0', 'class 1', 'class 2']), [
      undefined,
      undefined,
    ]);
  });
});
