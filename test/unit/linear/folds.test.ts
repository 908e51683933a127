import assert from 'node:assert/strict';
import { CamError } from '../../../src/cam/base/errors.ts';
import { foldsOf } from '../../../src/cam/linear/folds.ts';

describe('folds', () => {
  const labels = Array.from({ length: 90 }, (_, row) => (row < 60 ? 0 : row < 85 ? 1 : 2));

  it('gives each fold the same number of each class', () => {
    const folds = foldsOf(labels, undefined, 5, 1);
    for (let fold = 0; fold < 5; fold++) {
      const counts = [0, 1, 2].map(
        (label) => labels.filter((own, row) => own === label && folds[row] === fold).length,
      );
      assert.deepEqual(counts, [12, 5, 1]);
    }
  });

  it('keeps groups together, and the classes as equal as that allows', () => {
    const groups = labels.map((_, row) => Math.floor(row / 3));
    const folds = foldsOf(labels, groups, 5, 1);
    for (const [row, fold] of folds.entries()) assert.equal(fold, folds[Math.floor(row / 3) * 3]);
    for (let fold = 0; fold < 5; fold++) {
      const common = labels.filter((label, row) => label === 0 && folds[row] === fold).length;
      assert.equal(common, 12);
      const second = labels.filter((label, row) => label === 1 && folds[row] === fold).length;
      assert.ok(second >= 3 && second <= 6, `${second} of the second class`);
    }
  });

  it('depends on the seed alone', () => {
    assert.deepEqual(foldsOf(labels, undefined, 5, 7), foldsOf(labels, undefined, 5, 7));
    assert.notDeepEqual(foldsOf(labels, undefined, 5, 7), foldsOf(labels, undefined, 5, 8));
  });

  it('has as many folds as groups if there are fewer', () => {
    const folds = foldsOf([0, 0, 1, 1], [5, 5, 9, 9], 5, 1);
    assert.deepEqual(new Set(folds), new Set([0, 1]));
  });

  it('refuses a single group', () => {
    assert.throws(
      () => foldsOf([0, 0, 1, 1], [3, 3, 3, 3], 5, 1),
      (error) =>
        CamError.is(error) &&
        error.code === 'tooFewSamples' &&
        error.message === 'All samples are in one group.',
    );
  });
});
