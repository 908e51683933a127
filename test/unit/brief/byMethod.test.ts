import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CamError } from '../../../src/cam/base/errors.ts';
import { Engine } from '../../../src/cam/engine.ts';
import type { BriefExplanation } from '../../../src/cam/results/brief.ts';
import type { MapMethod } from '../../../src/cam/results/methodMap.ts';
import golden from '../../fixtures/methods/top.json' with { type: 'json' };
import { assertClose } from '../assertClose.ts';
import { modelPath, picturePath, sideOf, unpacked } from '../methods/golden.ts';

type Network = keyof typeof golden;

// Expected numbers from PyTorch, NumPy and SciPy; made by test/fixtures/methods/top_class.py.
describe('a picture in brief, by a method', () => {
  const engine = new Engine();
  after(() => engine.dispose());

  const brief = (name: string, way?: MapMethod | 'cam') =>
    engine.explainBriefly(modelPath(name), picturePath(sideOf(name)), way ? { way } : {});

  function assertDrawn({ drawing, scores }: BriefExplanation, network: Network, method: Method) {
    const { ranking, logits, probabilities } = golden[network];
    const wanted = golden[network][method];
    assert.equal(drawing.way, method);
    const map = unpacked(wanted.map);
    assertClose(drawing.map.values, map, 1e-3 * wanted.limit, 'map');
    assertClose([drawing.limit], [wanted.limit], 1e-3 * wanted.limit, 'limit');
    assert.equal(drawing.fidelity.standing, 'approximate');
    assert.match(drawing.fidelity.text, /gradient checked/);
    assert.deepEqual(
      scores.map(({ classIndex }) => classIndex),
      ranking.slice(0, 3),
    );
    for (const { classIndex, logit, probability } of scores) {
      assertClose([logit], [logits[classIndex] ?? 0], 1e-4, 'logit');
      assertClose([probability], [probabilities[classIndex] ?? 0], 1e-5, 'probability');
    }
  }

  for (const name of ['vgg.torchscript', 'vgg.dynamo', 'vit.dynamo']) {
    it(`${name}, which has no CAM, has a Grad-CAM`, async () => {
      const found = await brief(name);
      assertDrawn(found, name.startsWith('vgg') ? 'vgg' : 'vit', 'grad-cam');
      assert.equal(found.drawing.name, 'Grad-CAM');
      assert.equal(found.drawing.interpolation, 'bilinear');
    });
  }

  it('has the asked map, of single pixels clipped at 99 %', async () => {
    for (const network of ['vgg', 'gap'] as const) {
      const found = await brief(`${network}.dynamo`, 'saliency');
      assertDrawn(found, network, 'saliency');
      assert.equal(found.drawing.interpolation, 'cells');
    }
  });

  it('has what the model allows in place of what is asked for', async () => {
    assert.equal((await brief('vgg.dynamo', 'cam')).drawing.way, 'grad-cam');
    // Behind its mean, the gradient of each channel is the same in all cells.
    assert.equal((await brief('gap.dynamo', 'layer-cam')).drawing.way, 'cam');
    assert.equal((await brief('gap.dynamo', 'grad-cam')).drawing.way, 'grad-cam');
    assert.equal((await brief('gap.dynamo')).drawing.way, 'cam');
  });

  it('is refused where the layer or the size was chosen, which may be the reason', async () => {
    const image = picturePath(32);
    for (const options of [{ featureTensor: 'image' }, { inputScale: 2 }]) {
      const asked = engine.explainBriefly(modelPath('vgg.dynamo'), image, options);
      await assert.rejects(asked, (error) => CamError.is(error));
    }
  });

  it('tells how far a method of many runs is', async () => {
    const steps: number[] = [];
    const options = { way: 'occlusion' } as const;
    const tell = ({ done, all }: { done: number; all: number }) => steps.push(done / all);
    const image = picturePath(32);
    const { drawing } = await engine.explainBriefly(modelPath('vgg.dynamo'), image, options, tell);
    assert.equal(drawing.way, 'occlusion');
    assert.ok(steps.length > 1 && steps.at(-1) === 1, `${steps.length} steps`);
    assert.match(drawing.fidelity.text, /196 parts/);
  });

  it('belongs to the same version of the model whatever its map', async () => {
    const byCam = await brief('gap.dynamo');
    const byMethod = await brief('gap.dynamo', 'saliency');
    assert.equal(byMethod.modelVersion, byCam.modelVersion);
    const { version } = await engine.describeMethods(modelPath('vgg.dynamo'));
    assert.equal((await brief('vgg.dynamo')).modelVersion, version);
  });

  it('names the picture that cannot be read', async () => {
    const missing = path.resolve('test/fixtures/methods/missing.png');
    const asked = engine.explainBriefly(modelPath('vgg.dynamo'), missing);
    await assert.rejects(asked, { code: 'fileNotFound', file: missing });
  });
});

type Method = 'grad-cam' | 'saliency';

describe('a pinned image by a method', () => {
  const engine = new Engine();
  let folder = '';
  let model = '';

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-pins-methods-'));
    model = path.join(folder, 'net.onnx');
    copyFileSync(modelPath('vgg.dynamo'), model);
    copyFileSync(modelPath('vgg.dynamo').replace('.onnx', '.cam.json'), `${folder}/net.cam.json`);
  });
  after(async () => {
    await engine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has the box of its map', async () => {
    const image = picturePath(32);
    for (const [asked, way] of [
      [undefined, 'grad-cam'],
      ['saliency', 'saliency'],
    ] as const) {
      const options = asked ? { way: asked } : {};
      const { result, drawing } = await engine.pinnedImage(model, image, [1], options);
      assert.equal(result.way, way);
      assert.equal(drawing.way, way);
      assert.deepEqual(result.box, golden.vgg[way].box);
      assert.equal(result.firing, '', 'its channels are those of a CAM');
      const classes = result.scores.map(({ classIndex }) => classIndex);
      assert.deepEqual(classes, golden.vgg.ranking);
    }
  });

  it('belongs to an export that is the same for the same content', async () => {
    const options = { cacheFolder: path.join(folder, 'cache') };
    const first = await engine.modelExport(model, options);
    assert.deepEqual(first.labels, ['a', 'b', 'c', 'd', 'e']);
    assert.ok(first.files.includes(model));
    const { modelVersion } = await engine.pinnedImage(model, picturePath(32), []);
    assert.equal(first.modelVersion, modelVersion);
    utimesSync(model, new Date(), new Date(Date.now() + 5000));
    const touched = await engine.modelExport(model, options);
    assert.equal(touched.key, first.key);
    assert.notEqual(touched.modelVersion, first.modelVersion);
    copyFileSync(modelPath('vgg.torchscript'), model);
    assert.notEqual((await engine.modelExport(model, options)).key, first.key);
  });
});
