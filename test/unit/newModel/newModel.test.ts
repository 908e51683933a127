import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRepository } from '../../../scripts/repository.ts';
import type { CamError } from '../../../src/cam/base/errors.ts';
import { analysedPicture, inputDims } from '../../../src/cam/classifier/probe/pictureInput.ts';
import { createRandom, randomValues } from '../../../src/cam/classifier/probe/probes.ts';
import { runPicture } from '../../../src/cam/classifier/runPicture.ts';
import type { Preprocessing } from '../../../src/cam/config/preprocessing.ts';
import { ModelCache } from '../../../src/cam/model/modelCache.ts';
import { OpenModel } from '../../../src/cam/model/openModel.ts';
import { requireNewName } from '../../../src/cam/newModel/writeNewModel.ts';
import { readOnnxModel } from '../../../src/cam/onnx/readModel.ts';
import { LABELS, writeWithHead } from './writeWithHead.ts';

/** Of each kind of backbone: exporters, operator versions, element types, axes, poolings, heads. */
const BACKBONES = [
  ...['gap_linear.torchscript-11', 'gap_linear.torchscript-17', 'gap_linear.torchscript-20'],
  ...['gap_linear.dynamo-18', 'gap_linear.dynamo-23', 'gap_channels_last', 'gap_half'],
  ...['flatten_linear.torchscript', 'gap_layernorm.dynamo', 'convnext_like.dynamo'],
].map((name) => path.join('models', `${name}.onnx`));

const VARIANTS = [
  ...['batch_1', 'batch_4', 'bgr_in_graph', 'caffe2', 'double', 'float16', 'dynamic_quantised'],
  ...['free_axes', 'free_axes_nhwc', 'free_axes_qdq', 'free_axes_qoperator'],
].map((name) => path.join('variants', `${name}.onnx`));

const FILES = ['external_good', 'bfloat16_external', 'functions_torch'].map((name) =>
  path.join('files', `${name}.onnx`),
);

describe('a backbone with a new head', () => {
  const models = new ModelCache();
  let folder = '';

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-new-model-'));
  });
  after(async () => {
    await models.dispose();
    rmSync(folder, { recursive: true });
  });

  const write = (name: string, target: string, preprocessing?: Preprocessing) =>
    writeWithHead(models, name, target, preprocessing ? { preprocessing } : {});

  for (const name of [...BACKBONES, ...VARIANTS, ...FILES]) {
    it(`scores the means of the feature map, and has an exact map: ${name}`, async () => {
      const target = path.join(folder, path.basename(name));
      const { open, head } = await write(name, target);
      const classifier = await open.load();
      const size = analysedPicture(classifier.input);
      const length = inputDims(classifier.input, size.width, size.height)
        .slice(1)
        .reduce((product, side) => product * side, 1);
      const values = randomValues(createRandom(5), length, 0, 1);
      const { feature } = await runPicture(classifier, { ...size, values });
      const positions = feature.width * feature.height;
      const expected = [...head.biases].map((bias, c) => {
        let score = bias;
        for (let k = 0; k < feature.channels; k++) {
          const map = feature.values.subarray(k * positions, (k + 1) * positions);
          const mean = map.reduce((sum, value) => sum + value, 0) / positions;
          score += (head.weights[c * feature.channels + k] as number) * mean;
        }
        return score;
      });
      const renewed = await OpenModel.read(models, target);
      const analysis = await renewed.analysis();
      assert.equal(analysis.mapKind, 'cam');
      assert.ok(analysis.probeResidual < 1e-4, `identity ${analysis.probeResidual}`);
      const { logits } = await runPicture(await renewed.load(), { ...size, values });
      const scale = Math.max(...expected.map(Math.abs));
      for (const [c, logit] of logits.entries()) {
        const difference = Math.abs(logit - (expected[c] as number)) / scale;
        assert.ok(difference < 1e-5, `class ${c}: ${difference}`);
      }
      assert.deepEqual((await renewed.description()).labels.value, LABELS);
    });
  }

  it('has one output of stated type and shape, and neither the old head nor its weights', async () => {
    const target = path.join(folder, 'plain.onnx');
    await write(path.join('models', 'gap_linear.torchscript.onnx'), target);
    const model = await readOnnxModel(target);
    const old = await readOnnxModel(
      inRepository('test', 'fixtures', 'models', 'gap_linear.torchscript.onnx'),
    );
    const [batch] = old.inputs[0]?.dimNames ?? [];
    assert.deepEqual(
      model.outputs.map(({ name, elementType, dims }) => ({ name, elementType, dims })),
      [{ name: 'logits', elementType: 1, dims: [old.inputs[0]?.dims[0], LABELS.length] }],
    );
    assert.equal(model.outputs[0]?.dimNames?.[0], batch);
    assert.deepEqual(model.inputs, old.inputs);
    const kept = [...old.initializers.keys()].filter((name) => model.initializers.has(name));
    const used = new Set(model.nodes.flatMap(({ inputs }) => inputs));
    assert.ok(kept.length < old.initializers.size, 'weights of the old head are gone');
    for (const name of model.initializers.keys()) assert.ok(used.has(name), `${name} is used`);
  });

  it('states its labels and its whole preprocessing, also without the sidecar', async () => {
    const target = path.join(folder, 'stated.onnx');
    const preprocessing: Preprocessing = {
      resize: { mode: 'shorter-side', size: 40, multipleOf: 4 },
      ...{ crop: 32, channels: 'BGR', scale: 1, interpolation: 'bicubic' },
      ...{ mean: [104, 117, 123], std: [1, 2, 3] },
    };
    await write(path.join('models', 'gap_linear.torchscript.onnx'), target, preprocessing);
    rmSync(path.join(folder, 'stated.cam.json'));
    const found = await (await OpenModel.read(models, target)).description();
    assert.deepEqual(found.preprocessing.value, preprocessing);
    assert.deepEqual(found.preprocessing.guessed, []);
    assert.deepEqual(found.labels.value, LABELS);
  });

  it('is the same file each time', async () => {
    const [a, b] = ['a.onnx', 'b.onnx'].map((name) => path.join(folder, name)) as [string, string];
    for (const file of [a, b]) await write(path.join('models', 'gap_half.onnx'), file);
    assert.deepEqual(readFileSync(a), readFileSync(b));
  });

  it('takes no name that is in use, and never that of a file of the backbone', async () => {
    const place = mkdtempSync(path.join(folder, 'names-'));
    const fixture = (name: string) => inRepository('test', 'fixtures', 'files', name);
    const backbone = path.join(place, 'backbone.onnx');
    copyFileSync(fixture('external_good.onnx'), backbone);
    const { graph } = await OpenModel.read(models, backbone);
    const location = graph.model.externalTensors[0]?.location ?? '';
    const weights = path.join(place, location);
    copyFileSync(fixture(location), weights);
    const reason = async (file: string, replaces: boolean) =>
      requireNewName(file, graph, replaces).then(
        () => undefined,
        (error: CamError) => error.message,
      );
    assert.match((await reason(backbone, true)) ?? '', /belongs to the backbone/);
    assert.match((await reason(weights, true)) ?? '', /belongs to the backbone/);
    for (const ending of ['.onnx', '.cam.json', '.onnx.data']) {
      const other = path.join(place, `other${ending}`);
      const name = path.join(place, 'other.onnx');
      assert.equal(await reason(name, false), undefined);
      copyFileSync(backbone, other);
      assert.match((await reason(name, false)) ?? '', /exists already/);
      assert.equal(await reason(name, true), undefined);
      rmSync(other);
    }
  });

  it('leaves nothing behind where it cannot be written or is not what was learned', async () => {
    const place = path.join(folder, 'place');
    mkdirSync(path.join(place, 'taken.onnx'), { recursive: true });
    const name = path.join('models', 'gap_half.onnx');
    await assert.rejects(write(name, path.join(place, 'taken.onnx')), { code: 'notWritable' });
    await assert.rejects(write(name, path.join(place, 'nowhere', 'new.onnx')), {
      code: 'notWritable',
    });
    assert.deepEqual(readdirSync(place), ['taken.onnx']);
  });
});
