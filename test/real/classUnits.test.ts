import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Engine } from '../../src/cam/engine.ts';
import type { UnitRanking, UnitRow } from '../../src/cam/results/units.ts';
import { realFolder, requireRealData } from './realData.ts';

/** Channel, weight, mean activation, weight × mean; computed with NumPy and onnxruntime for Python. */
type ReferenceUnit = [channel: number, weight: number, mean: number, contribution: number];

interface Reference {
  photos: Record<
    string,
    {
      input: string;
      top5: { index: number }[];
      top10_units_by_weight: ReferenceUnit[];
      top10_units_by_contribution: ReferenceUnit[];
    }
  >;
}

const imageNet = {
  ...{ channels: 'RGB', scale: 1 / 255 },
  ...{ mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
};
const caffe = { channels: 'BGR', scale: 1, mean: [104, 117, 123], std: [1, 1, 1] };
const plain = (mean: number, scale: number, std: number) => ({
  ...{ channels: 'RGB', scale, mean: [mean, mean, mean], std: [std, std, std] },
});

/** Side of the input, preprocessing, and a tolerance relative to the largest value of each list. */
const models: [model: string, side: number, preprocessing: object, tolerance: number][] = [
  ['SqueezeNet_fp16', 224, caffe, 5e-3],
  ['squeezenet1.0_deepcompression_fp32', 227, caffe, 1e-4],
  ['mobilenet_v2_torch_from_tflite_fp32', 224, imageNet, 1e-4],
  ['mobilenet_v2_torch_from_tflite_qdq_s8', 224, imageNet, 8e-2],
  ['mobilenet_v1_0.25_128_from_tflite_fp32', 128, plain(128, 1, 128), 1e-4],
  ['cifar10_resnet20', 32, imageNet, 1e-4],
  ['st_mobilenet_v2_0.35_128_tfs_channel_first', 128, plain(1, 1 / 127.5, 1), 1e-4],
];

describe('the strongest units of a class equal independent reference outputs', function () {
  this.timeout(120_000);
  const engine = new Engine();
  let root: string;

  before(function () {
    requireRealData(this);
    root = mkdtempSync(path.join(os.tmpdir(), 'cam-lens-class-units-'));
  });

  after(async () => {
    await engine.dispose();
    if (root) rmSync(root, { recursive: true });
  });

  for (const [model, side, pixels, tolerance] of models) {
    it(model, async () => {
      const modelPath = path.join(realFolder, 'models', `${model}.onnx`);
      const configPath = path.join(root, `${model}.cam.json`);
      const preprocessing = { ...pixels, resize: { mode: 'stretch', size: side }, crop: side };
      writeFileSync(configPath, JSON.stringify({ preprocessing }));
      const options = { configPath, cacheFolder: path.join(root, 'cache') };
      for (const [photo, expected] of Object.entries(readReference(model).photos)) {
        // A folder of one picture, so that the units of the class are those of its picture.
        const folder = path.join(root, model, photo);
        mkdirSync(folder, { recursive: true });
        const file = path.join(folder, 'picture.png');
        copyFileSync(path.join(realFolder, expected.input), file);
        await engine.scanFolder(modelPath, folder, options, () => undefined);
        const classIndex = expected.top5[0]?.index ?? -1;
        const ask = async (ranking: UnitRanking) => {
          const query = { classIndex, ranking, count: 10, patches: 1 };
          return engine.classUnits(modelPath, folder, query, options);
        };
        const byWeight = await ask('weight');
        const byContribution = await ask('contribution');
        const where = `${model}, ${photo}`;
        assert.equal(byContribution.ranking, 'contribution');
        assert.deepEqual(byWeight.classImages, { used: 1, all: 1, by: 'prediction' }, where);
        const { top10_units_by_weight: weights, top10_units_by_contribution: contributions } =
          expected;
        assertSameUnits(byWeight.speaksFor, weights, 'weight', tolerance, where);
        assertSameUnits(byContribution.speaksFor, contributions, 'contribution', tolerance, where);
        for (const { patches } of byWeight.speaksFor) assert.equal(patches[0]?.path, file);
      }
    });
  }
});

function readReference(model: string): Reference {
  return JSON.parse(readFileSync(path.join(realFolder, 'reference', `${model}.json`), 'utf8'));
}

/** The same values in the same order; channels with almost equal values may change places. */
function assertSameUnits(
  found: UnitRow[],
  expected: ReferenceUnit[],
  by: 'weight' | 'contribution',
  tolerance: number,
  where: string,
): void {
  const at = by === 'weight' ? 1 : 3;
  const positive = expected.filter((unit) => unit[at] > 0);
  const near = tolerance * (positive[0]?.[at] ?? 0) + 1e-6;
  assert.equal(found.length, positive.length, `${where}: units by ${by}`);
  const last = positive.at(-1)?.[at] ?? 0;
  for (const [rank, [channel, ...values]] of positive.entries()) {
    const row = found[rank];
    const wanted = [channel, ...values][at] ?? Number.NaN;
    const what = `${where}: rank ${rank} by ${by}`;
    assert.ok(
      Math.abs((row?.[by] ?? Number.NaN) - wanted) <= near,
      `${what}: ${row?.[by]}, ${wanted}`,
    );
    const own = positive.find(([other]) => other === row?.unit.channel);
    // A channel that is not among the reference's ten can only appear at the end.
    const value = own ? own[at] : last;
    assert.ok(Math.abs(value - wanted) <= near, `${what}: channel ${row?.unit.channel}`);
  }
}
