import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRepository } from '../../../scripts/repository.ts';
import { Engine } from '../../../src/cam/engine.ts';
import { cover, neutralColour, occluders } from '../../../src/cam/methods/occluders.ts';
import golden from '../../fixtures/empiricalField/golden.json' with { type: 'json' };
import ofLayers from '../../fixtures/units/gradients/fields.json' with { type: 'json' };
import { assertClose } from '../assertClose.ts';
import { modelPath, sideOf } from '../methods/golden.ts';

const MODEL = inRepository('samples', 'scenes-gap.onnx');

const pathOf = (picture: string) => inRepository('samples', 'pictures', picture);

describe('Empirical receptive fields', function () {
  this.timeout(60_000);
  const engine = new Engine();
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cam-lens-field-'));
  });
  after(async () => {
    await engine.dispose();
    await rm(folder, { recursive: true });
  });

  async function sidecarFor({ mean, std }: { mean: number[]; std: number[] }): Promise<string> {
    const file = path.join(folder, 'preprocessing.cam.json');
    const preprocessing = {
      resize: { mode: 'shorter-side', size: 224 },
      crop: 224,
      channels: 'RGB',
      scale: 1 / 255,
      mean,
      std,
      interpolation: 'bilinear',
    };
    await writeFile(file, JSON.stringify({ preprocessing }));
    return file;
  }

  for (const [name, expected] of Object.entries(ofLayers)) {
    it(`are those of PyTorch for the layer that methods show: ${name}`, async () => {
      const file = inRepository('test/fixtures/units/gradients', `${sideOf(name)}-0.png`);
      const { channel, drop } = expected;
      const model = modelPath(`${name}.torchscript`);
      const [field] = await engine.empiricalFields(model, [file], channel);
      const largest = Math.max(...drop.map(Math.abs));
      assertClose(field?.drop.values ?? [], drop, 1e-4 * largest, 'drop');
    });
  }

  for (const expected of golden) {
    const subtracted = expected.mean.every((value) => value === 0) ? 'nothing' : 'the mean';
    it(`are those of NumPy for channel ${expected.channel} in ${expected.picture}, ${subtracted} subtracted`, async () => {
      const progress: number[] = [];
      const file = pathOf(expected.picture);
      const options = { configPath: await sidecarFor(expected) };
      const [field, ...others] = await engine.empiricalFields(
        MODEL,
        [file],
        expected.channel,
        options,
        ({ done, all }) => progress.push(done / all),
      );
      assert.equal(others.length, 0);
      assert.equal(field?.path, file);
      assert.deepEqual([field.drop.width, field.drop.height], [14, 14]);
      assertClose(field.drop.values, expected.drop, 2e-5 * expected.largest, 'drop');
      assert.deepEqual(field.box, expected.box);
      assert.equal(progress.at(-1), 1);
      assert.ok(progress.every((value, i) => i === 0 || value > (progress[i - 1] ?? 1)));
    });
  }

  it('come in the order of the pictures', async () => {
    const files = golden.slice(0, 2).map(({ picture }) => pathOf(picture));
    const fields = await engine.empiricalFields(MODEL, files, 46);
    assert.deepEqual(
      fields.map((field) => field.path),
      files,
    );
    assert.deepEqual(fields[1]?.box, golden[1]?.box);
  });

  it('do not exist for a channel that the map does not have', async () => {
    await assert.rejects(
      engine.empiricalFields(MODEL, [pathOf('beach/beach-03.png')], 106),
      RangeError,
    );
  });
});

describe('Covering a picture', () => {
  it('takes a seventh of each side around each of 14 positions, at least a pixel', () => {
    const rects = occluders({ width: 224, height: 112 });
    assert.equal(rects.length, 196);
    assert.deepEqual(rects[0], { x: 0, y: 0, width: 24, height: 12 });
    assert.deepEqual(rects[15], { x: 8, y: 4, width: 32, height: 16 });
    assert.deepEqual(rects[195], { x: 200, y: 100, width: 24, height: 12 });
    for (const rect of occluders({ width: 5, height: 3 })) {
      assert.ok(rect.width > 0 && rect.height > 0);
      assert.ok(rect.x >= 0 && rect.x + rect.width <= 5);
      assert.ok(rect.y >= 0 && rect.y + rect.height <= 3);
    }
  });

  it('changes only those pixels, in both layouts, and not the picture itself', () => {
    const rect = { x: 1, y: 0, width: 1, height: 2 };
    const planes = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    const size = { width: 2, height: 2 };
    const first = { layout: 'NCHW', channels: 3 } as const;
    assert.deepEqual(
      [...cover({ ...size, values: planes }, first, rect, [-1, -2, -3])],
      [1, -1, 3, -1, 5, -2, 7, -2, 9, -3, 11, -3],
    );
    const last = { layout: 'NHWC', channels: 3 } as const;
    assert.deepEqual(
      [...cover({ ...size, values: planes }, last, rect, [-1, -2, -3])],
      [1, 2, 3, -1, -2, -3, 7, 8, 9, -1, -2, -3],
    );
    assert.equal(planes[1], 2);
  });

  it('uses the colour that normalisation in the model makes 0', () => {
    const picture = { width: 1, height: 1, values: Float32Array.of(10, 20, 30) };
    const plain = { mean: [0, 0, 0], std: [1, 1, 1] };
    const input = { layout: 'NHWC', channels: 3 } as const;
    const scaling = { factors: [0.02, 0.02, 0.04], offsets: [-2, -2.2, -4] };
    assertClose(
      neutralColour(picture, { ...input, scaling }, plain),
      [100, 110, 100],
      1e-9,
      'mean',
    );
    const factorOnly = { factors: [0.02, 0.02, 0.02], offsets: [0, 0, 0] };
    assert.deepEqual(
      neutralColour(picture, { ...input, scaling: factorOnly }, plain),
      [10, 20, 30],
    );
  });
});
