import assert from 'node:assert/strict';
import { isOlder } from '../../../src/editor/code/found/modelAge.ts';

describe('the age of a model beside its source', () => {
  it('is not older where a checkout wrote both', () => {
    // VS Code gives whole milliseconds for one and fractions for the other.
    assert.equal(isOlder(1_700_000_000_123, 1_700_000_000_123.75), false);
    assert.equal(isOlder(1_700_000_000_000, 1_700_000_001_900), false);
  });

  it('is older where the source was saved after the export', () => {
    assert.equal(isOlder(1_700_000_000_000, 1_700_000_003_000), true);
    assert.equal(isOlder(1_700_000_003_000, 1_700_000_000_000), false);
  });
});
