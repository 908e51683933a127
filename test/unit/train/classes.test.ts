import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRepository } from '../../../scripts/repository.ts';
import { Engine } from '../../../src/cam/engine.ts';

const MODEL = inRepository('samples', 'scenes-gap.onnx');

describe('the classes of a folder that is learned from', function () {
  this.timeout(60_000);
  let root = '';
  let folder = '';
  let engine: Engine;

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'cam-lens-classes-'));
    folder = path.join(root, 'two');
    for (const name of ['kitchen', 'park']) {
      const from = inRepository('samples', 'pictures', name);
      cpSync(from, path.join(folder, name), { recursive: true });
    }
    engine = new Engine();
  });
  afterEach(async () => {
    await engine.dispose();
    rmSync(root, { recursive: true });
  });

  const options = () => ({ cacheFolder: path.join(root, 'cache') });
  const state = (labels: { labels?: string } = {}) =>
    engine.trainingState(MODEL, folder, { ...options(), ...labels });

  it('are counted before anything is run', async () => {
    writeFileSync(path.join(folder, 'loose.png'), '');
    const { classes, pictures, last } = await state();
    assert.deepEqual(classes, [
      { name: 'kitchen', pictures: 8 },
      { name: 'park', pictures: 7 },
    ]);
    assert.deepEqual([pictures, last], [16, undefined]);
  });

  it('are refused with the reason where there are none', async () => {
    const inside = path.join(folder, 'park');
    await assert.rejects(engine.trainingState(MODEL, inside, options()), {
      code: 'labelsUnreadable',
      file: inside,
    });
  });

  it('come with the report of the last training, until its model is gone', async () => {
    const out = path.join(root, 'two.onnx');
    const report = await engine.train(
      MODEL,
      folder,
      { ...options(), out, folds: 2 },
      () => undefined,
    );
    // As numbers pass through JSON.
    assert.deepEqual((await state()).last, JSON.parse(JSON.stringify(report)));
    rmSync(out);
    assert.equal((await state()).last, undefined);
  });

  it('change in a table, which is learned from; no picture is moved', async () => {
    const table = path.join(root, 'two.classes.csv');
    const paths = ['kitchen/kitchen-01.png', 'kitchen/kitchen-02.png'];
    await engine.changeClasses(folder, undefined, table, { paths, className: 'park, "old"' });
    const text = readFileSync(table, 'utf8');
    assert.match(text, /^file,class\r\nkitchen\/kitchen-01\.png,"park, ""old"""\r\n/);
    assert.deepEqual((await state({ labels: table })).classes, [
      { name: 'kitchen', pictures: 6 },
      { name: 'park', pictures: 7 },
      { name: 'park, "old"', pictures: 2 },
    ]);
    const leftOut = { paths: [...paths, 'park/park-01.png'], className: undefined };
    await engine.changeClasses(folder, table, table, leftOut);
    assert.deepEqual((await state({ labels: table })).classes, [
      { name: 'kitchen', pictures: 6 },
      { name: 'park', pictures: 6 },
    ]);
    assert.equal((await state()).classes[0]?.pictures, 8, 'the sub-folders are as they were');
  });

  it('are not read from a table that is gone, and it is said', async () => {
    const labels = path.join(root, 'gone.csv');
    await assert.rejects(state({ labels }), (error: Error) => {
      assert.match(error.message, /There is no file .*gone\.csv/);
      return true;
    });
  });

  it('cannot change where no table can be written, and it is said', async () => {
    const table = path.join(root, 'missing', 'two.csv');
    const change = { paths: [], className: 'park' };
    await assert.rejects(engine.changeClasses(folder, undefined, table, change), {
      code: 'notWritable',
      file: table,
    });
  });
});
