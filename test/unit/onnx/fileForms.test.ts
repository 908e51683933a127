import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { copyFile, mkdtemp, open, readFile, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { CamErrorCode } from '../../../src/cam/base/errors.ts';
import { CamError } from '../../../src/cam/base/errors.ts';
import { Engine } from '../../../src/cam/engine.ts';
import { classMap } from '../../../src/cam/maps/cam.ts';
import { classWeightsOf } from '../../../src/cam/maps/classWeightsOf.ts';
import { readOnnxModel } from '../../../src/cam/onnx/readModel.ts';
import { assertClose } from '../assertClose.ts';

const folder = path.resolve('test/fixtures/files');
const picture = path.resolve('test/fixtures/models/picture.png');
const configPath = path.resolve('test/fixtures/models/tiny.cam.json');

/** Computed by PyTorch, see `make.py` beside the models. */
interface Golden {
  logits: number[];
  top: number;
  weights: number[];
  map: number[][];
}

const golden: Record<string, Golden> = JSON.parse(
  readFileSync(path.join(folder, 'golden.json'), 'utf8'),
);

function fixture(name: string): string {
  return path.join(folder, `${name}.onnx`);
}

/** Explains the picture and compares everything with PyTorch. @returns the model's notices */
async function check(model: string, expected: Golden | undefined): Promise<string[]> {
  assert.ok(expected);
  const engine = new Engine();
  try {
    const description = await engine.openModel(model, { configPath });
    assert.equal(description.mapKind, 'cam');
    const found = await engine.explain(model, picture, { configPath });
    assert.ok(found.claim.standing === 'exact', found.claim.text);
    assertClose(found.logits, expected.logits, 1e-4, 'logits');
    const classWeights = classWeightsOf(description, found);
    const start = expected.top * classWeights.channels;
    const weights = classWeights.weights.subarray(start, start + classWeights.channels);
    assertClose(weights, expected.weights, 1e-4, 'weights');
    const map = classMap(found.featureMap, classWeights, expected.top);
    assertClose(map.values, expected.map.flat(), 1e-4, 'map');
    return description.notices;
  } finally {
    await engine.dispose();
  }
}

async function assertRefused(model: string, code: CamErrorCode, text: RegExp): Promise<void> {
  const engine = new Engine();
  try {
    await assert.rejects(engine.openModel(model, { configPath }), (error) => {
      assert.ok(CamError.is(error), `not a CamError: ${error}`);
      assert.equal(error.code, code, error.message);
      assert.ok(error.message.includes(model), error.message);
      assert.match(error.message, text);
      assert.ok(error.nextAction.length > 0);
      return true;
    });
  } finally {
    await engine.dispose();
  }
}

describe('weights that are not initializers', () => {
  it('Constant nodes with tensors and with lists of floats', async () => {
    await check(fixture('constants'), golden.plain);
    const model = await readOnnxModel(fixture('constants'));
    assert.ok(model.nodes.every(({ opType }) => opType !== 'Constant'));
    assert.deepEqual(model.initializers.get('2.weight')?.dims, [12, 8, 3, 3]);
  });

  it('ConstantOfShape', async () => {
    await check(fixture('constant_of_shape'), golden.constant_of_shape);
  });
});

describe('model-local functions', function () {
  this.timeout(20_000);
  it('of the PyTorch exporter, one for each module', async () => {
    await check(fixture('functions_torch'), golden.plain);
    const model = await readOnnxModel(fixture('functions_torch'));
    const operators = model.nodes.map(({ opType }) => opType);
    const expected = ['Conv', 'Relu', 'Conv', 'Relu', 'GlobalAveragePool', 'Flatten', 'Gemm'];
    assert.deepEqual(operators, expected);
  });

  it('nested, with attributes, defaults, an input left out and a subgraph', async () => {
    await check(fixture('functions_hand'), golden.plain);
    const model = await readOnnxModel(fixture('functions_hand'));
    const outputs = model.nodes.flatMap((node) => node.outputs);
    assert.equal(new Set(outputs).size, outputs.length, `names: ${outputs}`);
  });

  it('that import another operator set stay calls', async () => {
    await check(fixture('functions_other_opset'), golden.plain);
    const model = await readOnnxModel(fixture('functions_other_opset'));
    assert.ok(model.nodes.some(({ opType }) => opType === 'Positive'));
  });

  it('that call themselves are refused', () =>
    assertRefused(fixture('functions_recursive'), 'modelRefused', /calls itself/));

  it('that expand to a billion nodes are refused', () =>
    assertRefused(fixture('functions_endless'), 'modelRefused', /never end/));
});

describe('bfloat16', () => {
  for (const exporter of ['dynamo', 'torchscript', 'mixed', 'external']) {
    it(`computed in float32, and a notice says so (${exporter})`, async () => {
      const notices = await check(fixture(`bfloat16_${exporter}`), golden.bfloat16);
      assert.ok(notices.some((notice) => /bfloat16.*float32/.test(notice)));
    });
  }

  it('as storage of weights that are cast: nothing to notice', async () => {
    const notices = await check(fixture('bfloat16_stored'), golden.bfloat16);
    assert.ok(!notices.some((notice) => /bfloat16/.test(notice)));
    const model = await readOnnxModel(fixture('bfloat16_stored'));
    const weight = model.initializers.get('2.weight.narrow');
    assert.deepEqual([weight?.storedElementType, weight?.elementType], [16, 1]);
  });
});

describe('weights in other files', () => {
  it('at an offset', async () => {
    await check(fixture('external_good'), golden.plain);
  });

  const refusals: [string, CamErrorCode, RegExp][] = [
    ['parent', 'externalDataOutsideFolder', /outside its own folder/],
    ['absolute', 'externalDataOutsideFolder', /"\/etc\/passwd"/],
    ['empty_location', 'externalDataOutsideFolder', /""/],
    ['folder', 'externalDataOutsideFolder', /"\."/],
    ['null_character', 'missingExternalData', /does not exist/],
    ['offset_huge', 'modelRefused', /clearly/],
    ['offset_behind', 'missingExternalData', /only 240 of the 480 bytes/],
    ['offset_negative', 'modelRefused', /clearly/],
    ['offset_text', 'modelRefused', /clearly/],
    ['length_huge', 'modelRefused', /clearly/],
    ['length_negative', 'modelRefused', /clearly/],
    ['length_short', 'modelRefused', /clearly/],
    ['dims_huge', 'modelRefused', /clearly/],
    ['hidden_in_constant', 'externalDataOutsideFolder', /secret\.data/],
    ['hidden_in_subgraph', 'externalDataOutsideFolder', /secret\.data/],
    ['hidden_in_subgraph_initializer', 'externalDataOutsideFolder', /secret\.data/],
    ['hidden_in_function', 'externalDataOutsideFolder', /secret\.data/],
  ];
  for (const [name, code, text] of refusals) {
    it(`${name}: ${code}`, () => assertRefused(fixture(`external_${name}`), code, text));
  }

  describe('in a folder of their own', () => {
    let own: string;

    beforeEach(async () => {
      own = await mkdtemp(path.join(os.tmpdir(), 'cam-lens-external-'));
    });

    afterEach(() => rm(own, { recursive: true }));

    async function copied(name: string): Promise<string> {
      const file = path.join(own, `${name}.onnx`);
      await copyFile(fixture(name), file);
      return file;
    }

    it('a link out of the folder', async () => {
      const file = await copied('external_good');
      await symlink(path.join(folder, 'linear.data'), path.join(own, 'linear.data'));
      await assertRefused(file, 'externalDataOutsideFolder', /linear\.data/);
    });

    it('a link to a device', async () => {
      const file = await copied('external_good');
      await symlink('/dev/zero', path.join(own, 'linear.data'));
      await assertRefused(file, 'externalDataOutsideFolder', /linear\.data/);
    });

    it('a link within the folder is followed', async () => {
      const file = await copied('external_good');
      await copyFile(path.join(folder, 'linear.data'), path.join(own, 'other.data'));
      await symlink('other.data', path.join(own, 'linear.data'));
      await check(file, golden.plain);
    });

    it('behind 3 GB of a larger file', async () => {
      const file = await copied('external_far');
      const data = await open(path.join(own, 'far.data'), 'w');
      await data.write(await readFile(path.join(folder, 'linear.data')), 0, 240, 3_000_000_000);
      await data.close();
      await check(file, golden.plain);
    });
  });
});
