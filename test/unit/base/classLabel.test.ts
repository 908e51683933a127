import assert from 'node:assert/strict';
import { classLabel, numberedLabel } from '../../../src/cam/base/classLabel.ts';
import { numberedLabels } from '../../../src/cam/config/labels/labelReading.ts';

describe('The label of a class', () => {
  it('is its own, or its number, as in a list for a model without labels', () => {
    assert.equal(classLabel(['cat', 'dog'], 1), 'dog');
    assert.equal(classLabel(['cat', 'dog'], 17), 'class 17');
    assert.equal(classLabel(numberedLabels(18), 17), numberedLabel(17));
  });
});
