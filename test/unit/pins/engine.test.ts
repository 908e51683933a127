import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Engine } from '../../../src/cam/engine.ts';
import expected from '../../fixtures/cli/expected.json' with { type: 'json' };
import { assertClose } from '../assertClose.ts';

const fixtures = path.resolve('test/fixtures/cli');

// Expected numbers from PIL, NumPy and onnxruntime for Python; made by test/fixtures/cli/make.py.
describe('a pinned image under a model', () => {
  const engine = new Engine();
  let folder = '';
  let model = '';
  let image = '';

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-pins-'));
    for (const file of ['tiny.onnx', 'tiny.cam.json', 'picture.png']) {
      copyFileSync(path.join(fixtures, file), path.join(folder, file));
    }
    model = path.join(folder, 'tiny.onnx');
    image = path.join(folder, 'picture.png');
  });
  after(async () => {
    await engine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has scores, map and box of its first class', async () => {
    const { result, drawing } = await engine.pinnedImage(model, image, [2, 9]);
    assert.deepEqual(
      result.scores.map(({ classIndex }) => classIndex),
      expected.ranking,
    );
    for (const { classIndex, label, logit, probability } of result.scores) {
      assert.equal(label, expected.labels[classIndex]);
      assertClose([logit], [expected.logits[classIndex] ?? 0], 1e-5, 'logit');
      assertClose([probability], [expected.probabilities[classIndex] ?? 0], 1e-6, 'probability');
    }
    const map = (expected.maps[0] ?? []).flat();
    assertClose(drawing.map.values, map, 1e-5, 'map');
    assertClose([drawing.limit], [Math.max(...map)], 1e-5, 'limit');
    assert.equal(drawing.interpolation, 'bilinear');
    assert.equal(drawing.fidelity.standing, 'exact');
    assert.equal(drawing.place.standing, 'inPlace');
    assert.ok(result.box, 'a positive map has a box');
    assert.match(result.imageHash, /^[0-9a-f]{64}$/);
  });

  it('has the scores of followed classes after the five largest', async () => {
    const sample = path.resolve('samples/scenes-gap.onnx');
    const picture = path.resolve('samples/pictures/beach/beach-01.png');
    const { result } = await engine.pinnedImage(sample, picture, []);
    assert.equal(result.scores.length, 5);
    const absent = [0, 1, 2, 3, 4, 5, 6, 7].filter(
      (index) => !result.scores.some(({ classIndex }) => classIndex === index),
    );
    const followed = await engine.pinnedImage(sample, picture, [absent[1] ?? 0, 7]);
    assert.deepEqual(
      followed.result.scores.slice(5).map(({ classIndex }) => classIndex),
      [absent[1]],
    );
  });

  it('belongs to an export that is the same for the same content', async () => {
    const options = { cacheFolder: path.join(folder, 'cache') };
    const first = await engine.modelExport(model, options);
    assert.deepEqual(first.labels, expected.labels);
    assert.ok(first.files.includes(model));
    const { modelVersion } = await engine.pinnedImage(model, image, []);
    assert.equal(first.modelVersion, modelVersion);

    utimesSync(model, new Date(), new Date(Date.now() + 5000));
    const touched = await engine.modelExport(model, options);
    assert.equal(touched.key, first.key);
    assert.notEqual(touched.modelVersion, first.modelVersion);

    const sidecar = path.join(folder, 'tiny.cam.json');
    const stated = JSON.parse(readFileSync(sidecar, 'utf8'));
    writeFileSync(sidecar, JSON.stringify({ ...stated, labels: ['a', 'b', 'c', 'd'] }));
    const renamed = await engine.modelExport(model, options);
    assert.equal(renamed.key, first.key);
    assert.deepEqual(renamed.labels, ['a', 'b', 'c', 'd']);

    stated.preprocessing.mean = [0.1, 0.1, 0.1];
    writeFileSync(sidecar, JSON.stringify(stated));
    assert.notEqual((await engine.modelExport(model, options)).key, first.key);

    const bytes = readFileSync(path.resolve('test/fixtures/variants/dynamic_quantised.onnx'));
    writeFileSync(path.join(folder, 'other.onnx'), bytes);
    const other = await engine.modelExport(path.join(folder, 'other.onnx'), options);
    assert.notEqual(other.key, first.key);
  });

  it('is refused by its name if it is damaged', async () => {
    const damaged = path.join(folder, 'damaged.png');
    writeFileSync(damaged, readFileSync(image).subarray(0, 60));
    await assert.rejects(engine.pinnedImage(model, damaged, []), { file: damaged });
  });
});
