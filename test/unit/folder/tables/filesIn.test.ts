import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { filesIn } from '../../../../src/cam/folder/tables/filesIn.ts';

describe('files in a folder and its folders', () => {
  let root = '';

  beforeEach(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'cam-files-'));
  });

  afterEach(() => rmSync(root, { recursive: true }));

  it('has those of an ending by name, those behind links once, and none of a missing folder', async () => {
    const folder = path.join(root, 'folder');
    mkdirSync(path.join(folder, 'b', 'deep'), { recursive: true });
    mkdirSync(path.join(root, 'other'));
    for (const name of ['folder/z.xml', 'folder/b/a.XML', 'folder/b/deep/c.xml', 'other/d.xml']) {
      writeFileSync(path.join(root, name), '');
    }
    writeFileSync(path.join(folder, 'b', 'picture.jpg'), '');
    symlinkSync(path.join(root, 'other'), path.join(folder, 'linked'));
    symlinkSync(path.join(root, 'other'), path.join(folder, 'linked too'));
    symlinkSync('..', path.join(folder, 'b', 'up'));
    symlinkSync('nowhere', path.join(folder, 'gone'));
    const found = await filesIn(folder, /\.xml$/i);
    const expected = ['b/a.XML', 'b/deep/c.xml', 'linked/d.xml', 'z.xml'];
    assert.deepEqual(
      found.map((name) => name.replaceAll(path.sep, '/')),
      expected,
    );
    assert.deepEqual(await filesIn(path.join(root, 'missing'), /\.xml$/i), []);
  });
});
