import assert from 'node:assert/strict';
import { classWeightsOf } from '../../../src/cam/maps/classWeightsOf.ts';
import { classWeights } from './golden.ts';

describe('The weights that make the maps of a picture', () => {
  const other = { ...classWeights };

  it("are the picture's own where it has some, else those of the model", () => {
    assert.equal(classWeightsOf({ classWeights }, { classWeights: other }), other);
    assert.equal(classWeightsOf({ classWeights: undefined }, { classWeights: other }), other);
    assert.equal(classWeightsOf({ classWeights }, { classWeights: undefined }), classWeights);
  });

  it('do not exist where neither has any', () => {
    const none = { classWeights: undefined };
    assert.throws(() => classWeightsOf(none, none), RangeError);
  });
});
