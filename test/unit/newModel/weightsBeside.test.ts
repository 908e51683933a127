import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { analysedPicture, inputDims } from '../../../src/cam/classifier/probe/pictureInput.ts';
import { createRandom, randomValues } from '../../../src/cam/classifier/probe/probes.ts';
import { runPicture } from '../../../src/cam/classifier/runPicture.ts';
import { ModelCache } from '../../../src/cam/model/modelCache.ts';
import { OpenModel } from '../../../src/cam/model/openModel.ts';
import { readOnnxModel } from '../../../src/cam/onnx/readModel.ts';
import { LABELS, writeWithHead } from './writeWithHead.ts';

/** With weights inside, outside, in half precision, in constants, and in bfloat16, which is made float32. */
const BACKBONES = [
  ...['models/gap_linear.dynamo-18', 'models/gap_half', 'files/functions_torch'],
  ...['files/external_good', 'files/constants', 'files/bfloat16_external'],
].map((name) => `${name}.onnx`);

describe('a new model with its weights beside it', () => {
  const models = new ModelCache();
  let folder = '';

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-weights-'));
  });
  after(async () => {
    await models.dispose();
    rmSync(folder, { recursive: true });
  });

  async function logitsOf(file: string): Promise<Float32Array> {
    const classifier = await (await OpenModel.read(models, file)).load();
    assert.equal(classifier.mapKind, 'cam');
    const size = analysedPicture(classifier.input);
    const dims = inputDims(classifier.input, size.width, size.height).slice(1);
    const length = dims.reduce((product, side) => product * side, 1);
    const values = randomValues(createRandom(5), length, 0, 1);
    return (await runPicture(classifier, { ...size, values })).logits;
  }

  for (const name of BACKBONES) {
    it(`gives what the same model gives as one file: ${name}`, async () => {
      const place = mkdtempSync(path.join(folder, 'place-'));
      const [one, two] = ['one.onnx', 'two.onnx'].map((file) => path.join(place, file));
      await writeWithHead(models, name, String(one));
      await writeWithHead(models, name, String(two), { most: 0 });
      assert.deepEqual(readdirSync(place), [
        ...['one.cam.json', 'one.onnx', 'two.cam.json', 'two.onnx', 'two.onnx.data'],
      ]);
      const { initializers, externalTensors } = await readOnnxModel(String(two));
      const { size } = statSync(`${two}.data`);
      assert.ok(externalTensors.length > 0);
      for (const { location, offset, length = 0, elements } of externalTensors) {
        assert.equal(location, 'two.onnx.data');
        assert.equal(offset % 4096, 0);
        assert.ok(length >= 1024 && offset + length <= size && elements > 0);
      }
      const outside = new Set(externalTensors.map((tensor) => tensor.name));
      for (const weight of initializers.values()) {
        if (!outside.has(weight.name)) assert.ok((await weight.read()).length < 1200, weight.name);
      }
      assert.deepEqual(await logitsOf(String(two)), await logitsOf(String(one)));
      const { labels } = await (await OpenModel.read(models, String(two))).description();
      assert.deepEqual(labels.value, LABELS);
    });
  }

  it('is the same two files each time, and replaces both', async () => {
    const target = path.join(mkdtempSync(path.join(folder, 'place-')), 'new.onnx');
    const contents = () => [target, `${target}.data`].map((file) => readFileSync(file));
    await writeWithHead(models, 'files/external_good.onnx', target, { most: 0 });
    const first = contents();
    await writeWithHead(models, 'models/gap_half.onnx', target, { most: 0 });
    assert.notDeepEqual(contents(), first);
    await writeWithHead(models, 'files/external_good.onnx', target, { most: 0 });
    assert.deepEqual(contents(), first);
  });

  it('can be learned from again, with its weights taken in', async () => {
    const place = mkdtempSync(path.join(folder, 'place-'));
    const first = path.join(place, 'first.onnx');
    const again = path.join(place, 'again.onnx');
    await writeWithHead(models, 'files/external_good.onnx', first, { most: 0 });
    await writeWithHead(models, path.relative('test/fixtures', first), again);
    assert.deepEqual(await logitsOf(again), await logitsOf(first));
    assert.equal((await readOnnxModel(again)).externalTensors.length, 0);
  });

  it('leaves the old files as they are, and nothing else, if it is not what was learned', async () => {
    const place = mkdtempSync(path.join(folder, 'place-'));
    const target = path.join(place, 'new.onnx');
    await writeWithHead(models, 'files/external_good.onnx', target, { most: 0 });
    const contents = () =>
      readdirSync(place).map((name) => [name, readFileSync(path.join(place, name))]);
    const before = contents();
    const check = () => Promise.reject(new Error('other scores'));
    const written = writeWithHead(models, 'models/gap_half.onnx', target, { most: 0, check });
    await assert.rejects(written, /other scores/);
    assert.deepEqual(contents(), before);
  });
});
