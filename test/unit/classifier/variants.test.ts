import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { CamError } from '../../../src/cam/base/errors.ts';
import { Engine } from '../../../src/cam/engine.ts';
import { classMap, readLogit } from '../../../src/cam/maps/cam.ts';
import { classWeightsOf } from '../../../src/cam/maps/classWeightsOf.ts';
import { assertClose } from '../assertClose.ts';
import { correlation } from '../correlation.ts';

const folder = path.resolve('test/fixtures/variants');
const picture = path.join(folder, 'picture.png');

/** Computed by PyTorch, see `make.py` beside the models. */
interface Variant {
  exporter: string;
  head: string;
  /** Sidecar that says how pixels are prepared. */
  config: string;
  logits?: number[];
  top?: number;
  map?: number[][];
  tolerance?: number;
  int8?: boolean;
  /** Part of the source of the preprocessing. */
  scaling?: string;
  outputs?: string[];
  output?: string;
  scales?: number[];
  /** Code of a refusal, and what its message says. */
  refusal?: string;
  message?: string;
  /** A map kind that would be wrong. */
  neverKind?: string;
}

const variants: Record<string, Variant> = JSON.parse(
  readFileSync(path.join(folder, 'variants.json'), 'utf8'),
);

const configOf = ({ config }: Variant) => path.join(folder, `${config}.cam.json`);
const modelOf = (name: string) => path.join(folder, `${name}.onnx`);

describe('one classifier in the forms of exporters, optimisers and quantisers', () => {
  const engine = new Engine();

  after(() => engine.dispose());

  for (const [name, variant] of Object.entries(variants)) {
    it(`${name}: ${variant.exporter}; ${variant.refusal ?? variant.head}`, async function () {
      this.timeout(30_000);
      if (variant.refusal !== undefined) return assertRefused(engine, name, variant);
      if (variant.neverKind !== undefined) return assertOtherKind(engine, name, variant);
      if (name === 'ort_all' && !(await isOptimisedForThisProcessor())) {
        console.log('      Not tested here: the file is optimised for another processor.');
        return this.skip();
      }
      return assertMap(engine, name, variant);
    });
  }
});

/**
 * onnxruntime lays weights out in blocks whose size depends on the processor, and reads them wrongly on another one.
 * This is tested in the bare runtime: the optimised file against the same network without blocks.
 */
async function isOptimisedForThisProcessor(): Promise<boolean> {
  const values = Float32Array.from({ length: 3 * 24 * 24 }, (_, i) => Math.sin(i));
  const [blocked, plain] = await Promise.all(
    ['ort_all', 'ort_basic'].map(async (name) => {
      const session = await InferenceSession.create(modelOf(name), { logSeverityLevel: 4 });
      const [input = '', output = ''] = [session.inputNames[0], session.outputNames[0]];
      const results = await session.run({ [input]: new Tensor('float32', values, [1, 3, 24, 24]) });
      return results[output]?.data as Float32Array;
    }),
  );
  return plain?.every((value, i) => Math.abs(value - (blocked?.[i] ?? Number.NaN)) < 1e-4) ?? false;
}

async function assertMap(engine: Engine, name: string, variant: Variant): Promise<void> {
  const { logits = [], top = -1, map: wanted = [], tolerance = 1e-4 } = variant;
  const configPath = configOf(variant);
  const description = await engine.openModel(modelOf(name), { configPath });
  assert.equal(description.mapKind, 'cam');
  if (variant.outputs) assert.deepEqual(description.outputs, variant.outputs);
  if (variant.output) assert.equal(description.output, variant.output);
  assert.deepEqual(description.inputScales, variant.scales ?? [1]);
  if (variant.scaling) {
    const { source } = description.preprocessing;
    assert.ok(source.includes(variant.scaling), source);
  }
  const found = await engine.explain(modelOf(name), picture, { configPath });
  assert.equal(found.ranking[0], top);
  const classWeights = classWeightsOf(description, found);
  const map = classMap(found.featureMap, classWeights, top);
  assert.deepEqual([map.height, map.width], [wanted.length, wanted[0]?.length]);
  const scale = Math.max(...logits.map(Math.abs));
  if (variant.int8) {
    assert.notEqual(found.claim.standing, 'mismatch', found.claim.text);
    assert.match(found.claim.text, /8-bit rounding/);
    const similarity = correlation(map.values, wanted.flat());
    assert.ok(similarity >= 0.97, `correlation ${similarity}`);
    assertClose(found.logits, logits, 0.1 * scale, 'logits');
    return;
  }
  assert.equal(found.claim.standing, 'exact', found.claim.text);
  assertClose(found.logits, logits, tolerance * scale, 'logits');
  assertClose(map.values, wanted.flat(), tolerance * scale * 5, 'map');
  for (const [c, logit] of logits.entries()) {
    const each = classMap(found.featureMap, classWeights, c);
    const predicted = readLogit(each, classWeights.bias[c] ?? 0, description.readout);
    assertClose([predicted], [logit], 2 * tolerance * scale, `identity of class ${c}`);
  }
}

async function assertRefused(engine: Engine, name: string, variant: Variant): Promise<void> {
  const configPath = configOf(variant);
  await assert.rejects(engine.openModel(modelOf(name), { configPath }), (error) => {
    assert.ok(CamError.is(error), String(error));
    assert.equal(error.code, variant.refusal);
    assert.ok(error.message.includes(variant.message ?? ''), error.message);
    return true;
  });
}

/** A non-linear head must not be taken for a linear one, however it is quantised. */
async function assertOtherKind(engine: Engine, name: string, variant: Variant): Promise<void> {
  const configPath = configOf(variant);
  try {
    const description = await engine.openModel(modelOf(name), { configPath });
    assert.notEqual(description.mapKind, variant.neverKind);
    const found = await engine.explain(modelOf(name), picture, { configPath });
    assert.equal(found.ranking[0], variant.top);
    assert.notEqual(found.claim.standing, 'exact');
  } catch (error) {
    assert.ok(CamError.is(error), String(error));
    assert.equal(error.code, 'headNotLinear');
  }
}

describe('the output and layer to explain can be chosen', function () {
  this.timeout(30_000);
  const engine = new Engine();
  const configPath = path.join(folder, 'plain.cam.json');
  const open = (name: string, options: object) =>
    engine.openModel(modelOf(name), { configPath, ...options });

  after(() => engine.dispose());

  it('tokens are read row by row, which is said', async () => {
    const { notices } = await open('tokens', {});
    assert.ok(notices.some((notice) => notice.includes('row by row')));
    assert.deepEqual((await open('torchscript_17', {})).notices, []);
  });

  it('an output by its name', async () => {
    const { output, classes } = await open('three_outputs', { output: 'features' });
    assert.deepEqual([output, classes], ['features', 8]);
  });

  it('an output by the sidecar, unless another one is requested', async () => {
    const stated = path.join(folder, 'features.cam.json');
    const open = (options: object) =>
      engine.openModel(modelOf('three_outputs'), { configPath: stated, ...options });
    assert.equal((await open({})).output, 'features');
    assert.equal((await open({ output: 'logits' })).output, 'logits');
  });

  it('an output that holds no scores is refused with the names of those that do', async () => {
    await assert.rejects(open('three_outputs', { output: 'label' }), (error) => {
      assert.ok(CamError.is(error));
      assert.equal(error.code, 'outputNotFound');
      assert.match(error.message, /features, logits/);
      return true;
    });
  });

  it('a tensor that does not exist is refused by its name', async () => {
    await assert.rejects(open('torchscript_17', { featureTensor: 'nowhere' }), (error) => {
      assert.ok(CamError.is(error));
      assert.equal(error.code, 'tensorNotFound');
      assert.match(error.message, /"nowhere"/);
      return true;
    });
  });

  it('the last map by its name; an earlier one is not a plain class activation map', async () => {
    const { featureTensor } = await open('caffe2', {});
    const same = await open('caffe2', { featureTensor: 'gpu_0/relu2' });
    assert.equal(same.featureTensor, featureTensor);
    const earlier = await open('caffe2', { featureTensor: 'gpu_0/relu1' }).catch((error) => error);
    if (CamError.is(earlier)) assert.match(earlier.message, /^From tensor "gpu_0\/relu1" on: /);
    else assert.notEqual(earlier.mapKind, 'cam');
  });

  it('a larger input, for a finer map that is still exact', async () => {
    const model = modelOf('free_size');
    const found = await engine.explain(model, picture, { configPath, inputScale: 2 });
    assert.deepEqual([found.featureMap.width, found.featureMap.height], [12, 12]);
    assert.equal(found.claim.standing, 'exact', found.claim.text);
  });

  it('no larger input if the model has a fixed size, with the sizes that it takes', async () => {
    const model = modelOf('caffe2');
    await assert.rejects(engine.explain(model, picture, { configPath, inputScale: 2 }), {
      code: 'preprocessingMismatch',
      file: model,
      nextAction: 'Choose one of its input scales: 1.',
    });
  });
});
