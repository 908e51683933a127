import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CamError } from '../../../src/cam/base/errors.ts';
import { Engine } from '../../../src/cam/engine.ts';
import type { SheetModel } from '../../../src/editor/showCam/sheetResults.ts';
import { SheetResults } from '../../../src/editor/showCam/sheetResults.ts';
import type { EngineClient } from '../../../src/engine/client.ts';
import type { SheetPicture } from '../../../src/protocol/showCam.ts';
import { scaleClass } from '../../support/scaledClass.ts';

const fixtures = path.resolve('test/fixtures/cli');

describe('the results of the contact sheet', function () {
  this.timeout(60_000);
  const engine = new Engine();
  let folder = '';
  let model: SheetModel;
  let asked = 0;
  let outdated = 0;
  /** What the engine does in place of its work. */
  let instead: (() => Promise<never> | undefined) | undefined;
  let results: SheetResults;
  const inFolder = (name: string) => path.join(folder, name);

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-sheet-'));
    for (const file of ['tiny.onnx', 'tiny.cam.json']) {
      copyFileSync(path.join(fixtures, file), inFolder(file));
    }
    for (const name of ['a.png', 'b.png']) {
      copyFileSync(path.join(fixtures, 'picture.png'), inFolder(name));
    }
    model = { path: inFolder('tiny.onnx'), options: {} };
    [asked, outdated, instead] = [0, 0, undefined];
    const call = (async (method: 'explainBriefly' | 'openModel', args: [string, string]) => {
      if (method === 'explainBriefly') asked++;
      return (await instead?.()) ?? engine[method](...args);
    }) as EngineClient['call'];
    results = new SheetResults({
      engine: { call },
      model: () => model,
      outdated: () => outdated++,
    });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  after(() => engine.dispose());

  it('are computed once, also for a page that is created again', async () => {
    const first = await results.picture(inFolder('a.png'));
    assert.equal(topOf(first), 'red room');
    assert.equal(await results.picture(inFolder('a.png')), first);
    assert.deepEqual([asked, outdated], [1, 0]);
  });

  it('are computed again for an image that has changed, also while it was computed', async () => {
    const image = inFolder('a.png');
    const late = results.picture(image);
    results.drop(image);
    await late;
    await results.picture(image);
    assert.equal(asked, 2);
    results.drop(image);
    rmSync(image);
    const gone = await results.picture(image);
    assert.equal('error' in gone && gone.error.code, 'fileNotFound');
    assert.equal(asked, 3);
  });

  it('are old once the model was exported anew, whoever notices first', async () => {
    const [a, b] = [inFolder('a.png'), inFolder('b.png')];
    model = { path: inFolder('scenes.onnx'), options: {} };
    copyFileSync('samples/scenes-gap.onnx', model.path);
    await results.picture(a);
    scaleClass(model.path, 'beach', 5);
    // The answer for another image comes from the new model.
    await results.picture(b);
    assert.equal(outdated, 1);
    await results.picture(a);
    assert.equal(asked, 3);
    await results.picture(b);
    assert.equal(asked, 3, 'this one belongs to the new model');
    scaleClass(model.path, 'beach', 0.2);
    await results.check(undefined);
    assert.equal(outdated, 2);
  });

  it('stay where the model was only read again', async () => {
    const picture = await results.picture(inFolder('a.png'));
    assert.ok('brief' in picture);
    await results.check(picture.brief.modelVersion);
    await results.check(undefined);
    assert.equal(outdated, 0);
    await results.picture(inFolder('a.png'));
    assert.equal(asked, 1);
  });

  it('are those of one model and its options', async () => {
    await results.picture(inFolder('a.png'));
    model = { ...model, options: { useColourProfile: true } };
    await results.check(undefined);
    assert.equal(outdated, 1);
    await results.picture(inFolder('a.png'));
    assert.equal(asked, 2);
  });

  it('are dropped for images that are no longer followed', async () => {
    await results.picture(inFolder('a.png'));
    results.keepOnly([inFolder('b.png')]);
    await results.picture(inFolder('a.png'));
    assert.equal(asked, 2);
  });

  it('have the reason of an image that cannot be read; one of the model concerns all', async () => {
    writeFileSync(inFolder('a.png'), 'no picture');
    const picture = await results.picture(inFolder('a.png'));
    assert.ok('error' in picture);
    assert.match(picture.error.message, /a\.png/);
    writeFileSync(model.path, 'no model');
    results.drop(inFolder('a.png'));
    const isOfModel = (error: unknown) => CamError.is(error) && error.file === model.path;
    await assert.rejects(results.picture(inFolder('a.png')), isOfModel);
    copyFileSync(path.join(fixtures, 'tiny.onnx'), model.path);
    await results.check(undefined);
    assert.equal(outdated, 1, 'the page may ask again');
  });

  it('blame an image that ends the engine, but the model if it ends with the first two', async () => {
    const crash = () =>
      Promise.reject(
        new CamError({
          code: 'engineCrashed',
          message: 'crashed',
          nextAction: '',
          file: model.path,
        }),
      );
    await results.picture(inFolder('a.png'));
    instead = crash;
    for (let i = 0; i < 3; i++) {
      const picture = await results.picture(inFolder('b.png'));
      assert.ok('error' in picture);
      results.drop(inFolder('b.png'));
    }
    model = { ...model, options: { useColourProfile: true } };
    assert.ok('error' in (await results.picture(inFolder('a.png'))));
    await assert.rejects(results.picture(inFolder('b.png')), { code: 'engineCrashed' });
  });
});

function topOf(picture: SheetPicture): string | undefined {
  return 'brief' in picture ? picture.brief.scores[0]?.label : undefined;
}
