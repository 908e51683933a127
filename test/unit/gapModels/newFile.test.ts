import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CamError } from '../../../src/cam/base/errors.ts';
import { writeNewFile } from '../../../src/editor/newModel/newFile.ts';

describe('a new file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'cam-lens-new-file-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (stem = 'net') => writeNewFile(folder, stem, '.py', (name) => `# ${name}\n`);

  it('gets a number if its name is taken, and never replaces a file', async () => {
    writeFileSync(path.join(folder, 'net.py'), 'mine');
    assert.equal(await write(), path.join(folder, 'net_2.py'));
    assert.equal(await write(), path.join(folder, 'net_3.py'));
    assert.equal(readFileSync(path.join(folder, 'net.py'), 'utf8'), 'mine');
    assert.equal(readFileSync(path.join(folder, 'net_3.py'), 'utf8'), '# net_3\n');
  });

  it('also if several are written at the same moment', async () => {
    const files = await Promise.all(Array.from({ length: 5 }, () => write()));
    assert.equal(new Set(files).size, 5);
    assert.equal(readdirSync(folder).length, 5);
  });

  it('is refused, by name, in a folder that cannot hold it', async () => {
    writeFileSync(path.join(folder, 'file'), '');
    const written = writeNewFile(path.join(folder, 'file'), 'net', '.py', () => '');
    await assert.rejects(written, (error) => {
      assert.ok(CamError.is(error));
      assert.equal(error.code, 'notWritable');
      assert.ok(error.message.includes(path.join('file', 'net.py')));
      return true;
    });
  });
});
