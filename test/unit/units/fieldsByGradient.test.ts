import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Engine } from '../../../src/cam/engine.ts';
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

  it('do not exist behind an operator without a rule, which is named', async () => {
    const trunk = features(4, 5);
    const file = path.join(folder, 'grid.onnx');
    writeFileSync(
      file,
      encodeSmallModel({
        picture: [1, 3, 32, 32],
        nodes: [
          ...trunk.nodes,
          node('sampled', 'GridSample', ['features', 'grid']),
          node('pooled', 'GlobalAveragePool', ['sampled']),
          node('flat', 'Flatten', ['pooled']),
          node('scores', 'MatMul', ['flat', 'weights']),
        ],
        constants: {
          ...trunk.constants,
          grid: {
            dims: [1, 6, 6, 2],
            values: Array.from({ length: 72 }, (_, i) => Math.cos(i)),
          },
          weights: { dims: [4, 3], values: Array.from({ length: 12 }, (_, i) => Math.sin(i)) },
        },
      }),
    );
    const places = [{ path: picturePath(32), cell: { x: 0, y: 0 } }];
    const error = await assertFails(engine.fieldsByGradient(file, places, 0), 'noGradientRule');
    assert.match(error.message, /GridSample/);
    assert.match(error.nextAction, /occlusion/);
  });
});
