import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { loadSharp } from '../../../src/cam/image/loadSharp.ts';
import { fixture } from './expected.ts';

describe('The picture decoder', () => {
  it('uses one thread for a picture: several pictures are decoded at a time', async () => {
    const sharp = await loadSharp();
    assert.equal(sharp.concurrency(), 1);
  });

  it('remembers no files, which may change', async () => {
    const sharp = await loadSharp();
    assert.deepEqual([sharp.cache().files.max, sharp.cache().items.max], [0, 0]);
  });

  it('reads no SVG, which can name other files', async () => {
    const sharp = await loadSharp();
    await assert.rejects(sharp(await readFile(fixture('vector.jpg'))).metadata(), /unsupported/);
  });
});
