import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { systemReason } from '../../../src/cam/base/systemReason.ts';

describe('The reason of the system for a failed call', () => {
  it('is in words, without the code', async () => {
    const folder = await readFile('test').catch(systemReason);
    assert.equal(folder, 'illegal operation on a directory');
    const noFile = await readFile('test/none').catch(systemReason);
    assert.equal(noFile, 'no such file or directory');
  });

  it('is the message of an error that is not the system’s', () => {
    assert.equal(systemReason(new Error('too much')), 'too much');
    assert.equal(systemReason('odd'), 'odd');
  });
});
