import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { codeRange } from '../../../src/exportRunner/codeRange.ts';
import { ownFilesIn } from '../../../src/exportRunner/ownFiles.ts';

describe('The range of a problem', () => {
  const file = '/project/net.py';
  const lines = ['import torch', '', '    x = self.conv(x)  ', '\tx = x / 0', 'y = x / 0'];

  it('is the part that Python underlined, behind the indentation', () => {
    const place = { file, line: 3, source: 'x = self.conv(x)', columns: [4, 13] as const };
    assert.deepEqual(codeRange(lines, place), { line: 2, start: 8, end: 17 });
  });

  it('is the code of the line if nothing is underlined', () => {
    const place = { file, line: 3, source: 'x = self.conv(x)' };
    assert.deepEqual(codeRange(lines, place), { line: 2, start: 4, end: 20 });
    assert.deepEqual(codeRange(lines, { file, line: 4 }), { line: 3, start: 1, end: 10 });
  });

  it('follows a line that has moved since, the nearest of equal ones', () => {
    const place = { file, line: 4, source: 'x = self.conv(x)' };
    assert.equal(codeRange(['', '', ...lines], place).line, 4);
    const repeated = ['a()', 'b()', 'a()', 'c()', 'd()', 'a()'];
    assert.equal(codeRange(repeated, { file, line: 4, source: 'a()' }).line, 2);
  });

  it('stays in the file if the line is gone', () => {
    const gone = { file, line: 90, source: 'gone()', columns: [0, 4] as const };
    assert.deepEqual(codeRange(lines, gone), { line: 4, start: 0, end: 9 });
    assert.deepEqual(codeRange([], gone), { line: 0, start: 0, end: 0 });
  });
});

describe("The person's own files", () => {
  let root: string;
  let folder: string;

  beforeEach(() => {
    root = mkdtempSync(path.join(realpathSync.native(tmpdir()), 'cam-lens-own-'));
    folder = path.join(root, 'project');
    const library = path.join(folder, '.venv', 'lib', 'python3.11', 'site-packages');
    mkdirSync(library, { recursive: true });
    mkdirSync(path.join(folder, 'net'));
    for (const file of [path.join(folder, 'net/head.py'), path.join(library, 'torch.py')]) {
      writeFileSync(file, '');
    }
    writeFileSync(path.join(root, 'outside.py'), '');
  });

  afterEach(() => rmSync(root, { recursive: true }));

  it('are in the folder and are not installed packages', () => {
    const own = ownFilesIn([folder]);
    const head = path.join(folder, 'net', 'head.py');
    assert.equal(own(head), head);
    assert.equal(own(path.join('net', 'head.py')), head);
    const others = [
      path.join(folder, '.venv/lib/python3.11/site-packages/torch.py'),
      path.join(root, 'outside.py'),
      path.join(folder, 'gone.py'),
      ...['<string>', '<frozen importlib._bootstrap>', 'In[2]', ''],
    ];
    for (const file of others) assert.equal(own(file), undefined, file);
  });

  it('are known by the real path that Python prints, and named as the folder is', function () {
    if (process.platform === 'win32') this.skip();
    const link = path.join(root, 'link');
    symlinkSync(folder, link);
    const own = ownFilesIn([link]);
    const expected = path.join(link, 'net', 'head.py');
    assert.equal(own(path.join(folder, 'net', 'head.py')), expected);
    assert.equal(own(expected), expected);
  });

  it('are in any of several folders', () => {
    const other = path.join(root, 'other');
    mkdirSync(other);
    writeFileSync(path.join(other, 'data.py'), '');
    const file = path.join(other, 'data.py');
    assert.equal(ownFilesIn([folder, other])(file), file);
  });
});
