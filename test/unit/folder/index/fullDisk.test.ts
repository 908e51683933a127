import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { CamError } from '../../../../src/cam/base/errors.ts';
import { IndexLock } from '../../../../src/cam/folder/index/files/lock.ts';
import { IndexWriter } from '../../../../src/cam/folder/index/indexWriter.ts';
import { openStoredIndex } from '../../../../src/cam/folder/index/openIndex.ts';
import { blockOf } from '../../../../src/cam/folder/index/rows.ts';
import { writeScanState } from '../../../../src/cam/folder/index/scanState.ts';
import { withoutRights } from '../../../support/rights.ts';
import { makeMemoryFolder } from '../../memoryFolder.ts';
import { syntheticHeader, syntheticRows, writeSyntheticIndex } from './syntheticIndex.ts';

const header = syntheticHeader();
const rows = syntheticRows(['a.jpg', 'b.jpg', 'c.jpg'], header);
const activations = { keys: new Uint32Array(), values: new Float32Array() };

describe('an index that cannot be written', () => {
  let folder: string;

  beforeEach(() => {
    folder = path.join(makeMemoryFolder('cam-lens-full-'), 'index');
  });

  afterEach(() => {
    chmodSync(folder, 0o755);
    rmSync(path.dirname(folder), { recursive: true });
  });

  const refuses = (message: RegExp, nextAction: RegExp) => (error: unknown) => {
    assert.ok(CamError.is(error), String(error));
    assert.equal(error.code, 'notWritable');
    assert.ok(error.message.includes(folder), error.message);
    assert.match(error.message, message);
    assert.match(error.nextAction, nextAction);
    return true;
  };

  it('says that the disk is full, and keeps what it holds', async function () {
    if (!existsSync('/dev/full')) return this.skip();
    const writer = await writeSyntheticIndex(folder, header, rows.slice(0, 2));
    // The device of Linux that is always full, where the state is written next.
    symlinkSync('/dev/full', path.join(folder, `scan.json.tmp-${process.pid}`));
    const state = { complete: false, unreadable: [] };
    const isFull = refuses(/The disk is full/, /Make room there, then scan again/);
    assert.throws(() => writeScanState(folder, state), isFull);
    // Nothing half written stays, so the way out works.
    writeScanState(folder, state);
    writer.append(blockOf(rows.slice(2), activations, writer.shape));
    assert.equal(openStoredIndex(folder).images.length, 3);
  });

  it('says that it may not be written to, and is shown as it is', async function () {
    if (process.platform === 'win32') return this.skip();
    const writer = await writeSyntheticIndex(folder, header, rows.slice(0, 2));
    chmodSync(path.dirname(folder), 0o755);
    chmodSync(folder, 0o555);
    const isReadOnly = refuses(/may not be written to/, /Give yourself the right to write there/);
    const before = readdirSync(folder);
    withoutRights(() => {
      const state = { complete: false, unreadable: [] };
      assert.throws(() => IndexLock.take(folder, '/pictures'), isReadOnly);
      assert.throws(() => writeScanState(folder, state), isReadOnly);
      const more = blockOf(rows.slice(2), activations, writer.shape);
      assert.throws(() => writer.append(more), isReadOnly);
      assert.equal(openStoredIndex(folder).images.length, 2);
    });
    assert.deepEqual(readdirSync(folder), before);
  });

  it('names a file in the place of its folder', () => {
    mkdirSync(folder);
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    assert.throws(
      () => IndexLock.take(file, '/pictures'),
      refuses(/cannot be written to/, /Check that folder/),
    );
  });

  it('leaves no part of a block that could not be finished', async () => {
    const writer = await IndexWriter.open(folder, header);
    const block = blockOf(rows, activations, writer.shape);
    const short = { ...block, logits: new Float32Array(1) };
    assert.throws(() => writer.append(short), RangeError);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.includes('block-')),
      [],
    );
  });
});
