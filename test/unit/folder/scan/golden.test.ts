import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Engine } from '../../../../src/cam/engine.ts';
import { openStoredIndex } from '../../../../src/cam/folder/index/openIndex.ts';
import real from '../../../fixtures/units/index/real.json' with { type: 'json' };
import golden from '../../../fixtures/units/index/samples.json' with { type: 'json' };
import { imageNet, realFolder, requireRealData } from '../../../real/realData.ts';
import { assertClose } from '../../assertClose.ts';

// Numbers from NumPy and onnxruntime for Python; made by test/fixtures/units/index/make.py.

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

describe('a scan gives what NumPy computes', function () {
  this.timeout(120_000);
  const engine = new Engine();
  let folder: string;

  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'cam-lens-golden-'));
  });

  after(async () => {
    await engine.dispose();
    rmSync(folder, { recursive: true });
  });

  it('means, maxima, positions and logits of the 60 sample pictures', async () => {
    const model = path.resolve('samples/scenes-gap.onnx');
    const options = { cacheFolder: path.join(folder, 'samples') };
    const pictures = path.resolve('samples/pictures');
    const summary = await engine.scanFolder(model, pictures, options, () => undefined);
    const index = openStoredIndex(summary.indexFolder);
    const images = Object.entries(golden.images);
    assert.equal(index.model.featureTensor, golden.featureTensor);
    assert.deepEqual(
      index.images.map((image) => image.path),
      images.map(([name]) => name),
    );
    for (const [at, channel] of golden.channels.entries()) {
      const expected = (of: 'means' | 'maxima' | 'positions') =>
        images.map(([, image]) => image[of][at] ?? Number.NaN);
      assertClose(await index.means(channel), expected('means'), 1e-5, 'means');
      assertClose(await index.maxima(channel), expected('maxima'), 1e-5, 'maxima');
      assert.deepEqual([...(await index.positions(channel))], expected('positions'));
    }
    for await (const { first, count, logits } of index.logitBlocks()) {
      const expected = images.slice(first, first + count).flatMap(([, image]) => image.logits);
      assertClose(logits, expected, 1e-4, 'logits');
    }
  });

  it('maps of the first classes and of another one, whose mean and bias are NumPy’s logit', async () => {
    const model = path.resolve('samples/scenes-gap.onnx');
    const options = { cacheFolder: path.join(folder, 'samples') };
    const pictures = path.resolve('samples/pictures');
    const { indexFolder } = await engine.scanFolder(model, pictures, options, () => undefined);
    const index = openStoredIndex(indexFolder);
    const bias = index.model.classWeights?.bias ?? new Float32Array();
    const means = await Promise.all(
      Array.from({ length: index.model.channels }, (_, k) => index.means(k)),
    );
    for (const [i, [name, { logits }]] of Object.entries(golden.images).entries()) {
      const maps = await index.maps(i);
      assert(maps);
      const classes = [...maps.ofClasses.keys()];
      const order = [...logits.keys()].sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0));
      assert.deepEqual(classes.slice(0, 5), order.slice(0, 5), name);
      assert.equal(new Set(classes).size, Math.min(6, logits.length));
      for (const [classIndex, values] of maps.ofClasses) {
        const read = mean(values) + (bias[classIndex] ?? 0);
        assertClose([read], [logits[classIndex] ?? Number.NaN], 1e-4, `${name} ${classIndex}`);
      }
      assertClose([mean(maps.meanActivation)], [mean(means.map((of) => of[i] ?? 0))], 1e-5, name);
    }
  });

  it('a model that mixes the pictures of a batch is run on one at a time', async () => {
    const model = path.resolve('test/fixtures/variants/dynamic_quantised.onnx');
    const pictures = path.resolve('samples/pictures');
    const options = { cacheFolder: path.join(folder, 'mixing') };
    const { indexFolder } = await engine.scanFolder(model, pictures, options, () => undefined);
    const index = openStoredIndex(indexFolder);
    const logitsOf: number[] = [];
    for await (const { logits } of index.logitBlocks()) logitsOf.push(...logits);
    for (const image of [0, 7, 30, 59]) {
      const file = path.join(pictures, index.images[image]?.path ?? '');
      const { logits } = await engine.explain(model, file);
      const first = image * index.model.classes;
      assertClose(logitsOf.slice(first, first + logits.length), logits, 1e-6, file);
    }
  });

  it('the strongest of 60 ILSVRC photos, and where, for ten channels of MobileNet v2', async function () {
    requireRealData(this);
    const configPath = path.join(folder, 'stretch.cam.json');
    writeFileSync(configPath, JSON.stringify({ preprocessing: imageNet }));
    const model = path.join(realFolder, 'models', 'mobilenet_v2_torch_from_tflite_fp32.onnx');
    const photos = path.join(realFolder, 'photos', 'ilsvrc_val_60');
    const options = { configPath, cacheFolder: path.join(folder, 'real') };
    const { indexFolder } = await engine.scanFolder(model, photos, options, () => undefined);
    const index = openStoredIndex(indexFolder);
    assert.equal(index.images.length, 60);
    assert.equal(index.model.featureTensor, real.featureTensor);
    for (const [name, expected] of Object.entries(real.strongest)) {
      const channel = Number(name);
      const [maxima, means] = [await index.maxima(channel), await index.means(channel)];
      const positions = await index.positions(channel);
      const order = [...index.images.keys()].sort(
        (a, b) =>
          (maxima[b] ?? 0) - (maxima[a] ?? 0) ||
          (means[b] ?? 0) - (means[a] ?? 0) ||
          ((index.images[a]?.path ?? '') < (index.images[b]?.path ?? '') ? -1 : 1),
      );
      for (const [place, { photo, maximum, mean, position }] of expected.entries()) {
        const image = order[place] ?? -1;
        assert.equal(index.images[image]?.path, photo, `channel ${channel}, place ${place}`);
        assertClose([maxima[image] ?? 0, means[image] ?? 0], [maximum, mean], 1e-4, photo);
        assert.equal(positions[image], position);
        const kept = await index.activation(image, channel);
        assert.equal(kept?.values[position], maxima[image]);
      }
    }
  });
});
