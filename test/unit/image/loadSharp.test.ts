import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { loadSharp } from '../../../src/cam/image/loadSharp.ts';
import { fixture } from './expected.ts';

describe('The image decoder', () => {
  it('uses one thread for a picture: several pictures are decoded at a time', async () => {
    const sharp = await loadSharp();
    assert.equal(sharp.concurrency(), 1);
  });

  // In a process of its own: what loads sharp in another way as well, as tests do, sets its cache again.
  it('remembers no files, which may change', () => {
    const program = `
      const { loadSharp } = await import('./src/cam/image/loadSharp.ts');
      const { files, items } = (await loadSharp()).cache();
      console.log(files.max, items.max);`;
    const node = ['--import=tsx', '--input-type=module', '--eval', program];
    assert.equal(execFileSync(process.execPath, node, { encoding: 'utf8' }).trim(), '0 0');
  });

  it('reads no SVG, which can name other files', async () => {
    const sharp = await loadSharp();
    await assert.rejects(sharp(await readFile(fixture('vector.jpg'))).metadata(), /unsupported/);
  });
});
