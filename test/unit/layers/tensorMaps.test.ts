import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRepository } from '../../../scripts/repository.ts';
import { CamError } from '../../../src/cam/base/errors.ts';
import { Engine } from '../../../src/cam/engine.ts';
import golden from '../../fixtures/layers/tensors.json' with { type: 'json' };
import { assertClose } from '../assertClose.ts';

const fixtures = inRepository('test', 'fixtures');
const variants = path.join(fixtures, 'variants');
const model = path.join(variants, 'torchscript_17.onnx');
const picture = path.join(variants, 'picture.png');
const RELU = '/trunk/trunk.1/Relu_output_0';

/** One step of float16 at 0.3, several times over; of int8, one whole step. */
const TOLERANCE: Record<string, number> = { 'a float16 tensor': 2e-3, 'an int8 tensor': 1 };

describe('channels of a tensor', function () {
  this.timeout(60_000);
  const engine = new Engine();
  after(() => engine.dispose());

  for (const { what, model, picture, config, tensor, shape, values } of golden) {
    it(`of ${what} are those of onnxruntime for Python`, async () => {
      const at = (file: string) => path.join(fixtures, file);
      const options = { configPath: at(config) };
      const { featureMap } = await engine.tensorMaps(at(model), at(picture), tensor, options);
      const { channels, height, width } = featureMap;
      assert.deepEqual([channels, height, width], shape);
      const tolerance = TOLERANCE[what] ?? 1e-5;
      assertClose(featureMap.values, values, tolerance, what);
      if (what !== 'an int8 tensor') return;
      const same = values.filter((value, i) => value === featureMap.values[i]).length;
      assert.ok(same >= 0.98 * values.length, `${same} of ${values.length} are the same`);
    });
  }

  it('refuses a tensor that does not exist, or has no positions', async () => {
    for (const tensor of ['nothing', 'logits']) {
      await assert.rejects(
        engine.tensorMaps(model, picture, tensor),
        (error) =>
          CamError.is(error) && error.code === 'tensorNotFound' && error.message.includes(tensor),
      );
    }
  });

  it('refuses channels in blocks', async () => {
    const blocked = path.join(variants, 'ort_all_blocked.onnx');
    const { facts } = await engine.inspectModel(blocked);
    const inBlocks = facts.layers.filter(({ operator }) => operator === 'Conv');
    assert.ok(inBlocks.length > 0);
    for (const { tensor } of inBlocks) {
      await assert.rejects(
        engine.tensorMaps(blocked, picture, tensor),
        (error) => CamError.is(error) && /in blocks/.test(error.message),
      );
    }
  });

  it('are read again after the file changed; a broken file disturbs no other model', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-layers-'));
    try {
      const copy = path.join(folder, 'copy.onnx');
      copyFileSync(model, copy);
      const first = await engine.tensorMaps(copy, picture, RELU);
      const other = await engine.explain(model, picture);
      writeFileSync(copy, 'broken');
      await assert.rejects(engine.tensorMaps(copy, picture, RELU), CamError.is);
      await assert.rejects(engine.inspectModel(copy), CamError.is);
      assert.deepEqual((await engine.explain(model, picture)).logits, other.logits);
      copyFileSync(model, copy);
      const again = await engine.tensorMaps(copy, picture, RELU);
      assert.deepEqual(again.featureMap, first.featureMap);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
