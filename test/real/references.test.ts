import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { CamErrorCode } from '../../src/cam/base/errors.ts';
import { CamError } from '../../src/cam/base/errors.ts';
import { Engine } from '../../src/cam/engine.ts';
import { classMap } from '../../src/cam/maps/cam.ts';
import type { ChannelContribution } from '../../src/cam/maps/channels.ts';
import { rankChannelsByContribution } from '../../src/cam/maps/channels.ts';
import { classWeightsOf } from '../../src/cam/maps/classWeightsOf.ts';
import type { MapKind } from '../../src/cam/maps/featureMap.ts';
import { assertClose } from '../unit/assertClose.ts';
import { correlation } from '../unit/correlation.ts';
import { realFolder, requireRealData } from './realData.ts';

/** The content of the reference files, computed with NumPy and onnxruntime for Python. */
interface Reference {
  model: string;
  photos: Record<
    string,
    {
      input: string;
      logits: number[];
      top5: { index: number; logit: number; prob: number }[];
      cams_top5: number[][][];
      top10_units_by_weight: ReferenceUnit[];
      top10_units_by_contribution: ReferenceUnit[];
    }
  >;
}

/** Channel, weight, mean activation, weight × mean. */
type ReferenceUnit = [number, number, number, number];

interface Case {
  model: string;
  kind: MapKind;
  preprocessing: Record<string, unknown>;
  /** Absolute tolerance on logits; the map's is relative to its largest value. */
  logitTolerance: number;
  mapTolerance: number;
}

const imageNet = {
  channels: 'RGB',
  scale: 1 / 255,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
};
const caffe = { channels: 'BGR', scale: 1, mean: [104, 117, 123], std: [1, 1, 1] };
const float32 = { logitTolerance: 2e-4, mapTolerance: 1e-4 };

const cases: Case[] = [
  {
    model: 'SqueezeNet_fp16',
    kind: 'classMap',
    preprocessing: { ...caffe, crop: 224 },
    logitTolerance: 5e-2,
    mapTolerance: 5e-3,
  },
  {
    model: 'squeezenet1.0_deepcompression_fp32',
    kind: 'classMap',
    preprocessing: { ...caffe, crop: 227 },
    ...float32,
  },
  {
    model: 'mobilenet_v2_torch_from_tflite_fp32',
    kind: 'cam',
    preprocessing: { ...imageNet, crop: 224 },
    ...float32,
  },
  {
    model: 'mobilenet_v1_0.25_128_from_tflite_fp32',
    kind: 'cam',
    preprocessing: {
      channels: 'RGB',
      scale: 1,
      mean: [128, 128, 128],
      std: [128, 128, 128],
      crop: 128,
    },
    ...float32,
  },
  {
    model: 'cifar10_resnet20',
    kind: 'cam',
    preprocessing: { ...imageNet, crop: 32 },
    ...float32,
  },
  {
    model: 'st_mobilenet_v2_0.35_128_tfs_channel_first',
    kind: 'cam',
    preprocessing: {
      channels: 'RGB',
      scale: 1 / 127.5,
      mean: [1, 1, 1],
      std: [1, 1, 1],
      crop: 128,
    },
    ...float32,
  },
];

/** One engine for all suites, so that a model is analysed only once. */
const engine = new Engine();

after(() => engine.dispose());

describe('maps equal independent reference outputs', () => {
  let folder: string;

  before(async function () {
    requireRealData(this);
    folder = await mkdtemp(path.join(os.tmpdir(), 'cam-lens-real-'));
  });

  after(async () => {
    if (folder) await rm(folder, { recursive: true });
  });

  for (const { model, kind, preprocessing, logitTolerance, mapTolerance } of cases) {
    it(model, async function () {
      this.timeout(60_000);
      const modelPath = path.join(realFolder, 'models', `${model}.onnx`);
      const configPath = path.join(folder, `${model}.cam.json`);
      const size = preprocessing.crop;
      const sidecar = { preprocessing: { ...preprocessing, resize: { mode: 'stretch', size } } };
      await writeFile(configPath, JSON.stringify(sidecar));
      const reference = await readReference(model);
      const description = await engine.openModel(modelPath, { configPath });
      assert.equal(description.mapKind, kind);
      for (const [photo, expected] of Object.entries(reference.photos)) {
        const imagePath = path.join(realFolder, expected.input);
        const found = await engine.explain(modelPath, imagePath, { configPath });
        const where = `${model}, ${photo}`;
        assert.equal(found.claim.standing, 'exact', `${where}: ${found.claim.text}`);
        assertClose(found.logits, expected.logits, logitTolerance, `${where}: logits`);
        assert.equal(found.ranking[0], expected.top5[0]?.index, `${where}: top class`);
        for (const [rank, { index, prob }] of expected.top5.entries()) {
          const map = classMap(found.featureMap, classWeightsOf(description, found), index);
          const wanted = (expected.cams_top5[rank] ?? []).flat();
          const tolerance = mapTolerance * Math.max(...wanted.map(Math.abs));
          assertClose(map.values, wanted, tolerance, `${where}: map of class ${index}`);
          const probability = found.probabilities[index] ?? Number.NaN;
          assertClose([probability], [prob], 10 * logitTolerance, `${where}: probability`);
        }
        const top = expected.top5[0]?.index ?? -1;
        const channels = [found.featureMap, classWeightsOf(description, found), top, 10] as const;
        assertSameUnits(
          rankChannelsByContribution(...channels),
          expected.top10_units_by_contribution,
          mapTolerance,
          `${where}: channels by contribution`,
        );
      }
    });
  }
});

describe('a quantised model', () => {
  const model = 'mobilenet_v2_torch_from_tflite_qdq_s8';
  let folder: string;

  before(async function () {
    requireRealData(this);
    folder = await mkdtemp(path.join(os.tmpdir(), 'cam-lens-int8-'));
  });

  after(async () => {
    if (folder) await rm(folder, { recursive: true });
  });

  it('has the top class and the maps of the reference, within 8-bit rounding', async function () {
    this.timeout(120_000);
    const modelPath = path.join(realFolder, 'models', `${model}.onnx`);
    const configPath = path.join(folder, 'stretch.cam.json');
    const resize = { mode: 'stretch', size: 224 };
    await writeFile(
      configPath,
      JSON.stringify({ preprocessing: { ...imageNet, resize, crop: 224 } }),
    );
    const description = await engine.openModel(modelPath, { configPath });
    assert.equal(description.mapKind, 'cam');
    const reference = await readReference(model);
    const photos = Object.entries(reference.photos);
    assert.ok(photos.length >= 9);
    for (const [photo, expected] of photos) {
      const imagePath = path.join(realFolder, expected.input);
      const found = await engine.explain(modelPath, imagePath, { configPath });
      assert.equal(found.ranking[0], expected.top5[0]?.index, `${photo}: top class`);
      assert.equal(found.claim.standing, 'approximate', found.claim.text);
      assert.match(found.claim.text, /within 8-bit rounding/);
      const { index = 0 } = expected.top5[0] ?? {};
      const map = classMap(found.featureMap, classWeightsOf(description, found), index);
      const similarity = correlation(map.values, (expected.cams_top5[0] ?? []).flat());
      assert.ok(similarity >= 0.97, `${photo}: correlation ${similarity}`);
    }
  });
});

describe('every real model has its kind of map, or the reason why it has none', () => {
  /**
   * The models of the suites above come first, while the engine still has them. The zoo's graphs in `structure_only`
   * have constant weights: maps say nothing, kinds do.
   */
  const kinds: Record<string, MapKind | CamErrorCode> = {
    SqueezeNet_fp16: 'classMap',
    cifar10_resnet20: 'cam',
    'mobilenet_v1_0.25_128_from_tflite_fp32': 'cam',
    mobilenet_v2_torch_from_tflite_fp32: 'cam',
    mobilenet_v2_torch_from_tflite_qdq_s8: 'cam',
    'squeezenet1.0_deepcompression_fp32': 'classMap',
    'st_mobilenet_v2_0.35_128_tfs_channel_first': 'cam',
    ImageClassifier: 'positionWeights',
    'onnxzoo_mnist-8': 'positionWeights',
    rten_mnist: 'cam',
    'structure_only/light_bvlc_alexnet': 'headNotLinear',
    'structure_only/light_densenet121': 'cam',
    'structure_only/light_inception_v1': 'cam',
    'structure_only/light_resnet50': 'cam',
    'structure_only/light_shufflenet': 'cam',
    'structure_only/light_squeezenet': 'classMap',
    'structure_only/light_vgg19': 'headNotLinear',
  };

  before(function () {
    requireRealData(this);
  });

  for (const [model, kind] of Object.entries(kinds)) {
    it(`${model}: ${kind}`, async function () {
      this.timeout(120_000);
      const file = path.join(realFolder, 'models', `${model}.onnx`);
      assert.ok(existsSync(file));
      const found = await engine.openModel(file).catch((error: unknown) => error);
      if (!CamError.is(found)) {
        assert.ok(!(found instanceof Error), String(found));
        assert.equal((found as { mapKind: MapKind }).mapKind, kind);
        return;
      }
      assert.equal(found.code, kind, found.message);
      assert.ok(found.message.includes(file));
      assert.ok(found.nextAction.length > 0);
    });
  }
});

async function readReference(model: string): Promise<Reference> {
  const file = path.join(realFolder, 'reference', `${model}.json`);
  return JSON.parse(await readFile(file, 'utf8'));
}

/** The same channels in the same order, where neighbours of equal rank (by `key`) may change places. */
function assertSameUnits(
  found: ChannelContribution[],
  expected: ReferenceUnit[],
  tolerance: number,
  what: string,
): void {
  const largest = Math.abs(expected[0]?.[3] ?? 0);
  for (const [rank, unit] of expected.entries()) {
    const [, , mean, wanted] = unit;
    const channel = found[rank];
    assert.ok(channel, `${what}: rank ${rank} is missing`);
    const { contribution: value } = channel;
    assert.ok(
      Math.abs(value - wanted) <= tolerance * largest + 1e-6,
      `${what}: rank ${rank} is ${value} instead of ${wanted}`,
    );
    if (channel.channel === unit[0]) {
      assertClose([channel.mean], [mean], tolerance * Math.max(1, Math.abs(mean)), `${what}: mean`);
    } else {
      const tied = expected.some(
        (other) => other[0] !== unit[0] && Math.abs(other[3] - wanted) <= tolerance * largest,
      );
      const isLast = rank === expected.length - 1;
      assert.ok(
        tied || isLast,
        `${what}: rank ${rank} is channel ${channel.channel}, not ${unit[0]}`,
      );
    }
  }
}
