import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Engine } from '../../../src/cam/engine.ts';
import { GradientFields } from '../../../src/cam/units/gradientField.ts';
import type { SmallModel, SmallNode } from '../classifier/smallModel.ts';
import { encodeSmallModel } from '../classifier/smallModel.ts';
import { features, node } from '../classifier/smallParts.ts';
import { assertFails } from '../engine/assertFails.ts';
import { goldenOf, modelPath, picturePath } from '../methods/golden.ts';

describe('Fields of several pictures by the gradient', () => {
  const engine = new Engine();
  let folder = '';
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-fields-'));
  });
  after(async () => {
    await engine.dispose();
    rmSync(folder, { recursive: true });
  });

  for (const name of ['gap.dynamo', 'gap_limited', 'gap_int8', 'gap_half']) {
    it(`are those of PyTorch: ${name}`, async () => {
      const { field, shape } = goldenOf(name === 'gap_int8' || name === 'gap_half' ? name : 'gap');
      const [, , width] = shape;
      const cell = { x: field.cell % width, y: Math.floor(field.cell / width) };
      const places = [{ path: picturePath(32), cell }];
      const found = await engine.fieldsByGradient(modelPath(name), places, field.channel);
      assert.deepEqual(found.failed, []);
      assert.equal(found.fields[0]?.path, picturePath(32));
      assert.deepEqual(found.fields[0]?.box, field.box);
      assert.ok(Math.abs((found.fields[0]?.share ?? 0) - field.share) < 1e-3);
    });
  }

  it('come in the order of the pictures, without those that cannot be read', async () => {
    const damaged = path.join(folder, 'damaged.png');
    writeFileSync(damaged, 'no picture');
    const { field } = goldenOf('gap');
    const cell = { x: field.cell % 8, y: Math.floor(field.cell / 8) };
    const files = [picturePath(32), damaged, picturePath(48)];
    const progress: string[] = [];
    const { fields, failed } = await engine.fieldsByGradient(
      modelPath('gap.dynamo'),
      files.map((each) => ({ path: each, cell })),
      field.channel,
      {},
      ({ done, all }) => progress.push(`${done}/${all}`),
    );
    assert.deepEqual(
      fields.map((each) => each.path),
      [picturePath(32), picturePath(48)],
    );
    assert.deepEqual(fields[0]?.box, field.box);
    assert.deepEqual(
      failed.map(({ path: of, error }) => [of, error.code]),
      [[damaged, 'imageFormatUnsupported']],
    );
    assert.deepEqual(progress, ['1/3', '2/3', '3/3']);
  });

  /** Maps of 4 channels × 6×6, a step after them, and a head that takes the mean. */
  function write(step: SmallNode, constants: SmallModel['constants'] = {}): string {
    const trunk = features(4, 5);
    const model = encodeSmallModel({
      picture: [1, 3, 32, 32],
      nodes: [
        ...trunk.nodes,
        step,
        node('pooled', 'GlobalAveragePool', ['map']),
        node('flat', 'Flatten', ['pooled']),
        node('scores', 'MatMul', ['flat', 'weights']),
      ],
      constants: {
        ...trunk.constants,
        ...constants,
        weights: { dims: [4, 3], values: Array.from({ length: 12 }, (_, i) => Math.sin(i)) },
      },
    });
    const file = path.join(folder, `${step.operator}.onnx`);
    writeFileSync(file, model);
    return file;
  }

  const cells = Array.from({ length: 36 }, (_, i) => ({ x: i % 6, y: Math.floor(i / 6) }));
  const places = cells.map((cell) => ({ path: picturePath(32), cell }));

  it('do not exist behind an operator without a rule, which is named', async () => {
    const grid = { dims: [1, 6, 6, 2], values: Array.from({ length: 72 }, (_, i) => Math.cos(i)) };
    const file = write(node('map', 'GridSample', ['features', 'grid']), { grid });
    const error = await assertFails(engine.fieldsByGradient(file, places, 0), 'noGradientRule');
    assert.match(error.message, /GridSample/);
    assert.match(error.nextAction, /occlusion/);
  });

  it('do not exist where small steps of the picture do something else', async () => {
    const { error: measured } = GradientFields.prototype;
    GradientFields.prototype.error = async () => 0.2;
    try {
      const file = write(node('map', 'Softplus', ['features']));
      const error = await assertFails(engine.fieldsByGradient(file, places, 0), 'noGradientRule');
      assert.match(error.message, /small steps of the image move the channel 20 % away/);
      assert.match(error.nextAction, /occlusion/);
    } finally {
      GradientFields.prototype.error = measured;
    }
  });

  it('do not exist where the gradient is not finite', async () => {
    // The root of 0 has an endless slope, and a ReLU gives 0.
    const file = write(node('map', 'Sqrt', ['features']));
    const { fields, failed } = await engine.fieldsByGradient(file, places, 0);
    assert.equal(fields.length, 0);
    assert.equal(failed.length, places.length);
    for (const { error } of failed) assert.equal(error.code, 'outputNotFinite');
  });

  it('are empty where no pixel moves the channel', async () => {
    const file = write(node('map', 'Floor', ['features']));
    const { fields } = await engine.fieldsByGradient(file, places.slice(0, 2), 0);
    const box = { x: 0, y: 0, width: 0, height: 0 };
    assert.deepEqual(
      fields.map((field) => [field.box, field.share]),
      [
        [box, 0],
        [box, 0],
      ],
    );
  });
});
