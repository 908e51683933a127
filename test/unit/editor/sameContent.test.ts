import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { haveSameContent } from '../../../src/editor/files/sameContent.ts';

describe('two files', () => {
  let folder: string;
  const file = (name: string) => path.join(folder, name);

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-same-'));
    for (const [name, text] of Object.entries({ a: 'one', copy: 'one', b: 'two', long: 'once' })) {
      writeFileSync(file(name), text);
    }
  });

  after(() => rmSync(folder, { recursive: true }));

  it('have the same content if all bytes are equal', async () => {
    assert.equal(await haveSameContent(file('a'), file('a')), true);
    assert.equal(await haveSameContent(file('a'), file('copy')), true);
    assert.equal(await haveSameContent(file('a'), file('b')), false, 'of the same size');
    assert.equal(await haveSameContent(file('a'), file('long')), false);
  });

  it('do not have it if one of them cannot be read', async () => {
    assert.equal(await haveSameContent(file('a'), file('gone')), false);
    assert.equal(await haveSameContent(folder, folder), false);
  });
});
