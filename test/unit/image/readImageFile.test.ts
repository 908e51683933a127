import assert from 'node:assert/strict';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readImageFile } from '../../../src/cam/image/readImageFile.ts';

describe('A picture file', () => {
  it('that the system does not read is named, with its reason', async () => {
    await assert.rejects(readImageFile('a\0b.png'), {
      code: 'imageUnreadable',
      message: /^a\0b\.png cannot be read: The argument 'path' must be/,
    });
  });

  it('in what is no folder does not exist', async () => {
    const file = path.resolve('test/fixtures/images/photo.png/photo.png');
    await assert.rejects(readImageFile(file), { code: 'fileNotFound' });
  });

  it('of more than 1,024 MiB is not read', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'cam-lens-picture-'));
    try {
      const file = path.join(folder, 'large.png');
      const handle = await open(file, 'w');
      await handle.truncate(2 ** 30 + 1);
      await handle.close();
      await assert.rejects(readImageFile(file), {
        code: 'imageTooLarge',
        message: 'large.png is larger than 1024 MiB.',
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
