import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CamError } from '../../../src/cam/base/errors.ts';
import { Engine } from '../../../src/cam/engine.ts';
import type { MapWay } from '../../../src/cam/results/mapWay.ts';
import type { Asked } from '../../../src/editor/panels/requestHandler.ts';
import type { SheetModel } from '../../../src/editor/showCam/sheetResults.ts';
import { SheetResults } from '../../../src/editor/showCam/sheetResults.ts';
import type { EngineClient } from '../../../src/engine/client.ts';
import type { SheetPicture } from '../../../src/protocol/showCam.ts';
import { scaleClass } from '../../support/scaledClass.ts';
import { modelPath, picturePath } from '../methods/golden.ts';

type Method = 'explainBriefly' | 'openModel' | 'describeMethods';
type Arguments = [string, string];

const fixtures = path.resolve('test/fixtures/cli');

describe('the results of the contact sheet', function () {
  this.timeout(60_000);
  const engine = new Engine();
  let folder = '';
  let model: SheetModel;
  let asked = 0;
  let outdated = 0;
  /** What the engine does in place of its work. */
  let instead: ((signal: AbortSignal | undefined) => Promise<never> | undefined) | undefined;
  let results: SheetResults;
  const inFolder = (name: string) => path.join(folder, name);
  const pictureOf = (image: string, way?: MapWay, asked: Partial<Asked> = {}) =>
    results.picture(image, way, {
      signal: new AbortController().signal,
      onWorking: () => {},
      ...asked,
    });

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
    const call = (async (method: Method, args: Arguments, signal, onProgress) => {
      if (method === 'explainBriefly') asked++;
      const answer = engine[method] as (...values: unknown[]) => Promise<unknown>;
      return (await instead?.(signal)) ?? answer.call(engine, ...args, onProgress);
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
    const first = await pictureOf(inFolder('a.png'));
    assert.equal(topOf(first), 'red room');
    assert.equal(await pictureOf(inFolder('a.png')), first);
    assert.deepEqual([asked, outdated], [1, 0]);
  });

  it('are computed again for an image that has changed, also while it was computed', async () => {
    const image = inFolder('a.png');
    const late = pictureOf(image);
    results.drop(image);
    await late;
    await pictureOf(image);
    assert.equal(asked, 2);
    results.drop(image);
    rmSync(image);
    const gone = await pictureOf(image);
    assert.equal('error' in gone && gone.error.code, 'fileNotFound');
    assert.equal(asked, 3);
  });

  it('are old once the model was exported anew, whoever notices first', async () => {
    const [a, b] = [inFolder('a.png'), inFolder('b.png')];
    model = { path: inFolder('scenes.onnx'), options: {} };
    copyFileSync('samples/scenes-gap.onnx', model.path);
    await pictureOf(a);
    scaleClass(model.path, 'beach', 5);
    // The answer for another image comes from the new model.
    await pictureOf(b);
    assert.equal(outdated, 1);
    await pictureOf(a);
    assert.equal(asked, 3);
    await pictureOf(b);
    assert.equal(asked, 3, 'this one belongs to the new model');
    scaleClass(model.path, 'beach', 0.2);
    await results.check(undefined);
    assert.equal(outdated, 2);
  });

  it('stay where the model was only read again', async () => {
    const picture = await pictureOf(inFolder('a.png'));
    assert.ok('brief' in picture);
    await results.check(picture.brief.modelVersion);
    await results.check(undefined);
    assert.equal(outdated, 0);
    await pictureOf(inFolder('a.png'));
    assert.equal(asked, 1);
  });

  it('are those of one method; a model without a CAM has them too', async () => {
    model = { path: modelPath('vgg.dynamo'), options: {} };
    const image = picturePath(32);
    const wayOf = (picture: SheetPicture) =>
      'brief' in picture ? picture.brief.drawing.way : undefined;
    const first = await pictureOf(image);
    assert.equal(wayOf(first), 'grad-cam');
    assert.equal(await pictureOf(image), first);
    assert.equal(wayOf(await pictureOf(image, 'saliency')), 'saliency');
    assert.equal(asked, 2);
    await pictureOf(image);
    assert.deepEqual([asked, outdated], [3, 0]);
  });

  it('of a model without a CAM are old once it was exported anew', async () => {
    model = { path: inFolder('vgg.onnx'), options: {} };
    copyFileSync(modelPath('vgg.dynamo'), model.path);
    await pictureOf(picturePath(32));
    await results.check(undefined);
    assert.equal(outdated, 0);
    copyFileSync(modelPath('vgg.torchscript'), model.path);
    await results.check(undefined);
    assert.equal(outdated, 1);
  });

  it('tell how far a method of many runs is, and only such a one is cancelled', async () => {
    const image = inFolder('a.png');
    const abort = new AbortController();
    let ended = 0;
    instead = (signal) => {
      signal?.addEventListener('abort', () => ended++);
      return undefined;
    };
    const steps: number[] = [];
    const onWorking = (done: number, all: number) => {
      steps.push(done / all);
      abort.abort();
    };
    await pictureOf(image, 'saliency', { signal: abort.signal, onWorking });
    assert.deepEqual([steps.length, ended], [0, 0]);
    await pictureOf(image, 'occlusion', { signal: abort.signal, onWorking });
    assert.equal(steps.at(-1), 1);
    assert.equal(ended, 1);
  });

  it('are those of one model and its options', async () => {
    await pictureOf(inFolder('a.png'));
    model = { ...model, options: { useColourProfile: true } };
    await results.check(undefined);
    assert.equal(outdated, 1);
    await pictureOf(inFolder('a.png'));
    assert.equal(asked, 2);
  });

  it('are dropped for images that are no longer followed', async () => {
    await pictureOf(inFolder('a.png'));
    results.keepOnly([inFolder('b.png')]);
    await pictureOf(inFolder('a.png'));
    assert.equal(asked, 2);
  });

  it('have the reason of an image that cannot be read; one of the model concerns all', async () => {
    writeFileSync(inFolder('a.png'), 'no picture');
    const picture = await pictureOf(inFolder('a.png'));
    assert.ok('error' in picture);
    assert.match(picture.error.message, /a\.png/);
    writeFileSync(model.path, 'no model');
    results.drop(inFolder('a.png'));
    const isOfModel = (error: unknown) => CamError.is(error) && error.file === model.path;
    await assert.rejects(pictureOf(inFolder('a.png')), isOfModel);
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
    await pictureOf(inFolder('a.png'));
    instead = crash;
    for (let i = 0; i < 3; i++) {
      const picture = await pictureOf(inFolder('b.png'));
      assert.ok('error' in picture);
      results.drop(inFolder('b.png'));
    }
    model = { ...model, options: { useColourProfile: true } };
    assert.ok('error' in (await pictureOf(inFolder('a.png'))));
    await assert.rejects(pictureOf(inFolder('b.png')), { code: 'engineCrashed' });
  });
});

function topOf(picture: SheetPicture): string | undefined {
  return 'brief' in picture ? picture.brief.scores[0]?.label : undefined;
}
