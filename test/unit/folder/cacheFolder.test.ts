import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  defaultCacheFolder,
  pruneIndexes,
  removeIndex,
} from '../../../src/cam/folder/cacheFolder.ts';
import { IndexLock } from '../../../src/cam/folder/index/files/lock.ts';
import { hashFiles } from '../../../src/cam/model/modelHashes.ts';

describe('the cache folder', () => {
  it('is that of the operating system', () => {
    const home = path.join(path.sep, 'home', 'ada');
    const at = (...parts: string[]) => path.join(home, ...parts, 'cam-lens', 'units');
    assert.equal(defaultCacheFolder('linux', {}, home), at('.cache'));
    const cache = path.join(path.sep, 'fast', 'cache');
    assert.equal(
      defaultCacheFolder('linux', { XDG_CACHE_HOME: cache }, home),
      path.join(cache, 'cam-lens', 'units'),
    );
    assert.equal(defaultCacheFolder('linux', { XDG_CACHE_HOME: 'relative' }, home), at('.cache'));
    assert.equal(defaultCacheFolder('darwin', {}, home), at('Library', 'Caches'));
    assert.equal(defaultCacheFolder('win32', {}, home), at('AppData', 'Local'));
    const local = path.join(path.sep, 'local');
    assert.equal(
      defaultCacheFolder('win32', { LOCALAPPDATA: local }, home),
      path.join(local, 'cam-lens', 'units'),
    );
  });
});

describe('the cache folder with other things in it', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'cam-lens-cache-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('gives the hashes of models, whatever is remembered of them', async () => {
    const model = path.join(folder, 'model.onnx');
    writeFileSync(model, 'weights');
    const hash = createHash('sha256').update('weights').digest('hex');
    const memory = path.join(folder, 'models.json');
    const key = JSON.stringify(model);
    const texts = ['null', '5', '"x"', '[]', '{', `{${key}:null}`, `{${key}:{"version":5}}`];
    for (const text of texts) {
      writeFileSync(memory, text);
      assert.deepEqual(await hashFiles(folder, [model]), [hash], text);
    }
    rmSync(memory);
    mkdirSync(memory);
    assert.deepEqual(await hashFiles(folder, [model]), [hash]);
    assert.deepEqual(readdirSync(folder).sort(), ['model.onnx', 'models.json']);
  });

  it('deletes one index, but none that a scan writes to, and nothing else', () => {
    const [first, second] = ['a', 'b'].map((digit) => path.join(folder, digit.repeat(32)));
    assert.ok(first && second);
    for (const index of [first, second]) {
      mkdirSync(path.join(index, 'block'), { recursive: true });
      writeFileSync(path.join(index, 'index.json'), 'damaged');
    }
    const lock = IndexLock.take(first, '/pictures');
    const ofFirst = { indexFolder: first, folder: '/pictures' };
    assert.throws(() => removeIndex(ofFirst), {
      code: 'indexInUse',
      message: /^\/pictures is being scanned/,
    });
    assert.ok(existsSync(path.join(first, 'index.json')));
    lock.release();
    removeIndex(ofFirst);
    assert.deepEqual(readdirSync(folder), [path.basename(second)]);
    removeIndex(ofFirst);
    assert.equal(existsSync(first), false, 'nothing is left behind for an index that is gone');
    assert.throws(() => removeIndex({ indexFolder: folder, folder: '/pictures' }), RangeError);
    assert.ok(existsSync(folder));
  });

  it('deletes the oldest indexes, and nothing that is none', () => {
    const named = (digit: string) => path.join(folder, digit.repeat(32));
    writeFileSync(named('1'), '');
    symlinkSync('nowhere', named('2'));
    symlinkSync('.', named('3'));
    mkdirSync(path.join(named('a'), 'block'), { recursive: true });
    writeFileSync(path.join(named('a'), 'block', 'means.npy'), 'x'.repeat(1000));
    symlinkSync('.', path.join(named('a'), 'again'));
    mkdirSync(named('b'));
    pruneIndexes(folder, 1000, named('b'));
    assert.ok(existsSync(named('a')));
    pruneIndexes(folder, 999, named('b'));
    assert.deepEqual(
      readdirSync(folder).sort(),
      ['1', '2', '3', 'b'].map((digit) => digit.repeat(32)),
    );
  });
});
