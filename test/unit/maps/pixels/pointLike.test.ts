import assert from 'node:assert/strict';
import { isPointLike } from '../../../../src/cam/maps/pixels/pointLike.ts';

describe('a map of single positions', () => {
  it('is that of every model with a maximum in its pooling', () => {
    assert.equal(isPointLike(['max']), true);
    assert.equal(isPointLike(['mean', 'max']), true);
    assert.equal(isPointLike(['mean']), false);
    assert.equal(isPointLike(['power']), false);
    assert.equal(isPointLike([]), false);
  });
});
