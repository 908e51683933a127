import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inRepository } from '../../../scripts/repository.ts';
import { CamError } from '../../../src/cam/base/errors.ts';
import { Engine } from '../../../src/cam/engine.ts';
import { MAP_METHODS } from '../../../src/cam/results/methodMap.ts';
import golden from '../../fixtures/layers/facts.json' with { type: 'json' };
import { bundleTestProgram } from '../../support/bundleOnce.ts';

const fixtures = inRepository('test', 'fixtures');
const REFUSED = path.join(fixtures, 'models', 'flatten_mlp.torchscript.onnx');
const BYPASS = path.join(fixtures, 'methods', 'bypass.dynamo.onnx');
const NO_IMAGE = path.join(fixtures, 'variants', 'rgba.onnx');

describe('facts of a model', function () {
  this.timeout(60_000);
  const engine = new Engine();
  after(() => engine.dispose());

  for (const [model, expected] of Object.entries(golden)) {
    it(`${model}: what onnx for Python says`, async () => {
      const { byteSize, producer, irVersion, operatorSets, parameters, weightTypes, ...found } =
        await engine.readFacts(path.join(fixtures, model));
      const { inputs, outputs } = found;
      assert.deepEqual(
        { byteSize, producer, irVersion, operatorSets, parameters, weightTypes, inputs, outputs },
        expected,
      );
    });
  }

  it('names the files that hold weights, with their size', async () => {
    const folder = path.join(fixtures, 'files');
    const { externalFiles } = await engine.readFacts(path.join(folder, 'external_good.onnx'));
    const { length } = readFileSync(path.join(folder, 'linear.data'));
    assert.deepEqual(externalFiles, [{ location: 'linear.data', byteSize: length }]);
    const outside = await engine.readFacts(path.join(folder, 'external_parent.onnx'));
    assert.deepEqual(
      outside.externalFiles.map(({ byteSize }) => byteSize),
      [undefined],
    );
  });

  it('the verdict alone is that of the inspection, measured, with the number of classes', async () => {
    const gap = inRepository('samples', 'scenes-gap.onnx');
    const { verdict } = await engine.inspectModel(gap, { place: 'now' });
    assert.deepEqual(await engine.modelVerdict(gap), { ...verdict, classes: 8 });
    assert.equal(verdict.standing, 'exact');
    const { standing, error, classes, methods } = await engine.modelVerdict(NO_IMAGE);
    assert.deepEqual([standing, classes, methods], ['refused', undefined, undefined]);
    assert.ok(error?.message.includes(path.basename(NO_IMAGE)));
    const text = inRepository('package.json');
    await assert.rejects(engine.modelVerdict(text), { code: 'notOnnx' });
  });

  it('the verdict about a model without a CAM has the methods that it allows, and its classes', async () => {
    const found = await engine.modelVerdict(REFUSED);
    assert.deepEqual([found.standing, found.error?.code], ['refused', 'headNotLinear']);
    assert.deepEqual(
      found.methods?.map(({ method }) => method),
      MAP_METHODS,
    );
    assert.equal(found.classes, 5);
    const ofLayer = async (model: string, featureTensor: string) => {
      const { methods, error } = await engine.modelVerdict(model, { featureTensor });
      return [error?.code, methods?.map(({ method }) => method)];
    };
    const methods = ['grad-cam', 'hires-cam', 'layer-cam'];
    const [first] = (await engine.readFacts(REFUSED)).layers;
    assert.deepEqual(await ofLayer(REFUSED, first?.tensor ?? ''), ['headNotLinear', methods]);
    // Other paths go round it.
    assert.deepEqual(await ofLayer(BYPASS, 'relu_1'), ['tensorNotFound', methods]);
    assert.deepEqual(await ofLayer(BYPASS, 'nowhere'), ['tensorNotFound', []]);
  });

  it('are read without loading onnxruntime', async () => {
    const program = await bundleTestProgram('test/unit/layers/loadedRuntime.ts');
    const args = [program, NO_IMAGE, REFUSED];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    assert.equal(stdout, 'false true\n', stderr);
  });

  it('exist for a model that takes no picture', async () => {
    const facts = await engine.readFacts(NO_IMAGE);
    assert.ok(facts.nodeCount > 0);
    assert.deepEqual(facts.layers, []);
  });

  it('fail for a file that is not a model', async () => {
    await assert.rejects(
      engine.readFacts(path.join(fixtures, 'cli', 'picture.png')),
      (error) => CamError.is(error) && error.code === 'notOnnx',
    );
  });
});

describe('inspection of a model', function () {
  this.timeout(60_000);
  const engine = new Engine();
  after(() => engine.dispose());

  it('describes a model that has a map as openModel does', async () => {
    const file = path.join(fixtures, 'cli', 'tiny.onnx');
    const { model, verdict, labels } = await engine.inspectModel(file);
    assert.deepEqual(model, await engine.openModel(file));
    assert.deepEqual([verdict.standing, verdict.error], ['exact', undefined]);
    assert.equal(verdict.text, `${model?.summary} · in place, according to its layers`);
    assert.equal(labels?.source, 'tiny.cam.json');
  });

  it('gives the reason why there is no map, and still labels, preprocessing and layers', async () => {
    const { verdict, model, labels, preprocessing, facts, input } =
      await engine.inspectModel(REFUSED);
    assert.equal(verdict.standing, 'refused');
    assert.equal(verdict.error?.code, 'headNotLinear');
    assert.equal(verdict.text, verdict.error?.message);
    assert.equal(model, undefined);
    assert.deepEqual([input?.width, input?.height], [24, 24]);
    // Five classes: make.py of the models.
    assert.equal(labels?.value.length, 5);
    assert.deepEqual(preprocessing?.value.resize, { mode: 'stretch', size: 24 });
    assert.deepEqual(facts.layers[0]?.shape, { channels: 8, height: 12, width: 12 });
  });

  it('says that a model takes no picture', async () => {
    const { verdict, input, labels, facts } = await engine.inspectModel(NO_IMAGE);
    assert.equal(verdict.error?.code, 'notAnImageModel');
    assert.deepEqual([input, labels], [undefined, undefined]);
    assert.ok(facts.parameters > 0);
  });

  it('fails for a file that is not a model', async () => {
    const file = path.join(fixtures, 'cli', 'picture.png');
    await assert.rejects(engine.inspectModel(file), CamError.is);
  });
});

describe('hash of a file', () => {
  it('is its SHA-256', async () => {
    const engine = new Engine();
    const expected = createHash('sha256').update(readFileSync(REFUSED)).digest('hex');
    assert.equal(await engine.hashFile(REFUSED), expected);
    await assert.rejects(engine.hashFile(`${REFUSED}.missing`), CamError.is);
  });
});
