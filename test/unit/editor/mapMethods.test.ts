import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CamError } from '../../../src/cam/base/errors.ts';
import { Engine } from '../../../src/cam/engine.ts';
import {
  explainWithoutCam,
  methodMap,
  methodOffers,
} from '../../../src/editor/showCam/mapMethods.ts';
import type { EngineClient } from '../../../src/engine/client.ts';

const image = path.resolve('samples/pictures/living-room/living-room-01.png');
const token = path.resolve('test/fixtures/matrix/class_token.dynamo-26.onnx');
const { signal } = new AbortController();

describe('maps by methods in the editor', () => {
  const library = new Engine();
  const asked: string[] = [];
  // As in the engine process, without the process.
  const call = async (method: string, args: unknown[]) => {
    asked.push(method);
    const calls = library as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
    return calls[method]?.bind(library)(...args);
  };
  const engine = { call } as unknown as EngineClient;
  const subject = (model: string, variant = {}) => ({
    ...{ model, image, variant, useColourProfile: false },
  });
  const refusalOf = (model: string) =>
    library.explain(model, image).then(
      () => assert.fail('it has a CAM'),
      (error: unknown) => error,
    );

  beforeEach(() => {
    asked.length = 0;
  });

  after(() => library.dispose());

  it('explain a model with a class token by Grad-CAM, and say why there is no CAM', async () => {
    const refusal = await refusalOf(token);
    const explained = await explainWithoutCam(engine, subject(token), refusal, undefined, signal);
    assert.ok(explained);
    const { model, explanation, methodMap: map, offers } = explained;
    assert.equal(model.mapKind, 'none');
    assert.equal(model.summary, (refusal as Error).message);
    assert.equal(explanation.modelVersion, model.version);
    assert.equal(map.method, 'grad-cam');
    assert.equal(map.class, explanation.ranking[0]);
    assert.equal(explanation.logits.length, model.classes);
    assert.ok(explanation.picture.bytes.length > 0);
    assert.deepEqual(
      offers.map(({ method }) => method),
      (await methodOffers(engine, subject(token), signal)).map(({ method }) => method),
    );
    const onWorking = () => undefined;
    const query = { method: 'saliency', classIndex: 1, against: 0 } as const;
    const onShow = { ...subject(token), fileVersion: model.fileVersion };
    const saliency = await methodMap(engine, onShow, query, { signal, onWorking });
    assert.deepEqual([saliency.class, saliency.against], [1, 0]);
    assert.equal(saliency.map.width, explanation.geometry.crop.width);
  });

  it('have the version of the file: reading it again is no change', async () => {
    const refusal = await refusalOf(token);
    const read = () => explainWithoutCam(engine, subject(token), refusal, undefined, signal);
    const [first, again] = [await read(), await read()];
    assert.ok(first && again);
    assert.equal(first.model.version, again.model.version);
    assert.equal(first.model.fileVersion, again.model.fileVersion);
  });

  it('are refused once the file has changed: they would be of another model', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-methods-'));
    try {
      const file = path.join(folder, 'model.onnx');
      copyFileSync(token, file);
      const { fileVersion } = await library.describeMethods(file);
      const query = { method: 'saliency', classIndex: 0, against: undefined } as const;
      const asked = { signal, onWorking: () => undefined };
      const onShow = { ...subject(file), fileVersion };
      await methodMap(engine, onShow, query, asked);
      utimesSync(file, new Date(), new Date(Date.now() + 5000));
      await assert.rejects(methodMap(engine, onShow, query, asked), { code: 'cancelled' });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('open with the preferred method if it is fast', async () => {
    const refusal = await refusalOf(token);
    for (const [preferred, expected] of [
      ['saliency', 'saliency'],
      ['occlusion', 'grad-cam'],
      ['cam', 'grad-cam'],
    ] as const) {
      const explained = await explainWithoutCam(engine, subject(token), refusal, preferred, signal);
      assert.equal(explained?.methodMap.method, expected);
    }
  });

  it('explain a layer that gives no CAM by Grad-CAM, or by the preferred method of a layer', async () => {
    const refusal = await refusalOf(token);
    for (const [preferred, expected] of [
      [undefined, 'grad-cam'],
      ['saliency', 'grad-cam'],
      ['hires-cam', 'hires-cam'],
    ] as const) {
      const { layers } = await library.readFacts(token);
      const featureTensor = layers[0]?.tensor ?? '';
      const chosen = subject(token, { featureTensor });
      const found = await explainWithoutCam(engine, chosen, refusal, preferred, signal);
      assert.deepEqual(
        [found?.methodMap.method, found?.methodMap.layer],
        [expected, featureTensor],
      );
    }
  });

  it('leave other refusals alone, and those that the chosen size may cause', async () => {
    const refusal = await refusalOf(token);
    const chosen = subject(token, { inputScale: 2 });
    assert.equal(await explainWithoutCam(engine, chosen, refusal, undefined, signal), undefined);
    const ofFile = new CamError({ code: 'notOnnx', message: '', nextAction: '' });
    for (const other of [ofFile, new Error('a bug')]) {
      assert.equal(
        await explainWithoutCam(engine, subject(token), other, undefined, signal),
        undefined,
      );
    }
    assert.deepEqual(asked, []);
  });
});
