import assert from 'node:assert/strict';
import { readImageFile } from '../../../src/cam/image/readImageFile.ts';

describe('A picture file', () => {
  it('that the system does not read is named, with its reason', async () => {
    await assert.rejects(readImageFile('a\0b.png'), {
      code: 'imageUnreadable',
      message: /^a\0b\.png cannot be read.*ERR_INVALID_ARG_VALUE/,
    });
  });
});
