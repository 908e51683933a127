import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Engine } from '../../../src/cam/engine.ts';
import type { FolderIndex } from '../../../src/cam/folder/folderIndex.ts';
import { openStoredIndex } from '../../../src/cam/folder/index/openIndex.ts';
import type { ScanProgress } from '../../../src/cam/results/units.ts';
import golden from '../../fixtures/units/gradients/golden.json' with { type: 'json' };
import { assertClose } from '../assertClose.ts';
import { encodeSmallModel } from '../classifier/smallModel.ts';
import { features, node } from '../classifier/smallParts.ts';
import { assertFails } from '../engine/assertFails.ts';
import { contentOf } from '../folder/scan/indexContent.ts';
import { goldenOf, modelPath, sideOf } from '../methods/golden.ts';

// Numbers from PyTorch in float64; made by test/fixtures/units/gradients/make.py.

type Network = keyof typeof golden;

const PICTURES = [0, 1, 2, 3, 4, 5];

describe('gradient × activation of the units of a class', function () {
  this.timeout(60_000);
  const engine = new Engine();
  let root: string;
  let folder: string;
  let options: { cacheFolder: string };

  beforeEach(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'cam-lens-gradients-'));
    folder = path.join(root, 'pictures');
    mkdirSync(folder);
    options = { cacheFolder: path.join(root, 'cache') };
  });

  afterEach(() => rmSync(root, { recursive: true }));

  after(() => engine.dispose());

  function put(side: number, number: number, name: string): void {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    copyFileSync(path.resolve('test/fixtures/units/gradients', `${side}-${number}.png`), file);
  }

  async function scan(
    model: string,
    onProgress: (progress: ScanProgress) => void = () => undefined,
  ): Promise<{ index: FolderIndex; scanned: number }> {
    let scanned = 0;
    const { indexFolder } = await engine.scanFolder(model, folder, options, (progress) => {
      scanned = progress.scanned;
      onProgress(progress);
    });
    return { index: openStoredIndex(indexFolder), scanned };
  }

  /** Number of the picture, from its name. */
  const numberOf = (name: string) => Number(/(\d)\.png$/.exec(name)?.[1]);

  async function assertKept(index: FolderIndex, network: Network): Promise<void> {
    for (let k = 0; k < index.model.channels; k++) {
      const { images, classes, values } = await index.gradientColumn(k);
      const expected = images.map((image, i) => {
        const picture = golden[network][numberOf(index.images[image]?.path ?? '')];
        return picture?.gradientActivations[classes[i] ?? -1]?.[k] ?? Number.NaN;
      });
      assertClose(values, expected, 1e-5, `channel ${k}`);
    }
  }

  function means(network: Network, numbers: readonly number[], classIndex: number): number[] {
    const rows = numbers.map((n) => golden[network][n]?.gradientActivations[classIndex] ?? []);
    return (rows[0] ?? []).map(
      (_, k) => rows.reduce((sum, row) => sum + (row[k] ?? Number.NaN), 0) / rows.length,
    );
  }

  const order = (values: readonly number[], sign: 1 | -1) =>
    [...values.keys()]
      .filter((k) => sign * (values[k] ?? 0) > 0)
      .sort((a, b) => sign * ((values[b] ?? 0) - (values[a] ?? 0)));

  for (const name of [
    'vgg.torchscript',
    'vgg.dynamo',
    'vit.torchscript',
    'vit.dynamo',
    'attention_pool.torchscript',
    'attention_pool.dynamo',
  ]) {
    const network = name.split('.')[0] as Network;
    const largest = golden[network].map(({ logits }) => logits.indexOf(Math.max(...logits)));

    it(`is that of PyTorch for the predicted classes: ${name}`, async () => {
      for (const number of PICTURES) put(sideOf(name), number, `${number}.png`);
      const { index } = await scan(modelPath(name));
      assert.equal(index.model.featureTensor, goldenOf(network).layers[name]);
      assert.equal(index.model.mapKind, undefined);
      assert.deepEqual(
        index.images.map(({ predicted, gradientClasses }) => [predicted, gradientClasses]),
        largest.map((predicted) => [predicted, [predicted]]),
      );
      await assertKept(index, network);
      for (const classIndex of new Set(largest)) {
        const query = { classIndex, ranking: 'weight', count: 100, patches: 1 } as const;
        const units = await engine.classUnits(modelPath(name), folder, query, options);
        const numbers = PICTURES.filter((n) => largest[n] === classIndex);
        const expected = means(network, numbers, classIndex);
        assert.equal(units.ranking, 'gradientActivation');
        assert.deepEqual(units.rankings, ['gradientActivation', 'separation']);
        assert.deepEqual(units.classImages, {
          used: numbers.length,
          all: numbers.length,
          by: 'prediction',
        });
        const rows = [...units.speaksFor, ...units.speaksAgainst];
        assert.deepEqual(
          rows.map(({ unit }) => unit.channel),
          [...order(expected, 1), ...order(expected, -1)],
        );
        for (const { unit, gradientActivation, weight, contribution } of rows) {
          assertClose([gradientActivation ?? 0], [expected[unit.channel] ?? 0], 1e-4, 'mean');
          assert.deepEqual([weight, contribution], [undefined, undefined]);
        }
      }
    });

    it(`is that of PyTorch for the classes that sub-folders name: ${name}`, async () => {
      for (const number of PICTURES) {
        put(sideOf(name), number, `${number < 3 ? 'a' : 'b'}/${number}.png`);
      }
      const { index } = await scan(modelPath(name));
      const label = (n: number) => (n < 3 ? 0 : 1);
      assert.deepEqual(
        index.images.map(({ gradientClasses }) => gradientClasses),
        PICTURES.map((n) => [label(n), ...[largest[n] ?? 0].filter((predicted) => predicted > 1)]),
      );
      await assertKept(index, network);
      const query = { classIndex: 1, ranking: 'gradientActivation', count: 3, patches: 0 } as const;
      const { speaksFor, classImages } = await engine.classUnits(
        ...([modelPath(name), folder, query, options] as const),
      );
      assert.deepEqual(classImages, { used: 3, all: 3, by: 'folder' });
      const expected = means(network, [3, 4, 5], 1);
      assert.deepEqual(
        speaksFor.map(({ unit }) => unit.channel),
        order(expected, 1).slice(0, 3),
      );
      const channel = speaksFor[0]?.unit.channel ?? 0;
      const unit = { pooledChannel: channel, images: 1 };
      const report = await engine.unitReport(modelPath(name), folder, unit, options);
      assert.equal(report.classesBy, 'gradientActivation');
      const found = [...report.speaksFor, ...report.speaksAgainst];
      const ofOne = found.find(({ classIndex }) => classIndex === 1);
      assertClose([ofOne?.value ?? 0], [expected[channel] ?? 0], 1e-4, 'of the class');
    });
  }

  it('is the contribution of a channel where the head has class weights', async () => {
    const model = modelPath('gap.dynamo');
    for (const number of PICTURES) put(32, number, `${number < 4 ? 'a' : 'e'}/${number}.png`);
    const { index } = await scan(model);
    assert.deepEqual((await index.gradientColumn(0)).images, []);
    for (const [classIndex, numbers] of [
      [0, [0, 1, 2, 3]],
      [4, [4, 5]],
    ] as const) {
      const query = { classIndex, ranking: 'contribution', count: 100, patches: 0 } as const;
      const { speaksFor, speaksAgainst } = await engine.classUnits(model, folder, query, options);
      const expected = means('gap', numbers, classIndex);
      const rows = [...speaksFor, ...speaksAgainst];
      assert.deepEqual(
        rows.map(({ unit }) => unit.channel),
        [...order(expected, 1), ...order(expected, -1)],
      );
      for (const { unit, contribution } of rows) {
        assertClose([contribution ?? 0], [expected[unit.channel] ?? 0], 1e-5, 'contribution');
      }
    }
  });

  for (const name of [
    'flatten_linear',
    'strided_pool_linear',
    'gap_mlp',
    'gmp_mlp',
    'mean_max_mlp',
    'mobilenetv3_like',
    'vit_mean_norm',
  ]) {
    it(`is what the head says of each picture, read in another way: ${name}`, async () => {
      const model = path.resolve(`test/fixtures/models/${name}.dynamo.onnx`);
      for (const number of PICTURES) put(48, number, `${number}.png`);
      const { index } = await scan(model);
      const { classWeights: own, poolings } = await engine.openModel(model);
      const { channels } = index.model;
      for (const [image, { path: name, predicted }] of index.images.entries()) {
        const { featureMap, classWeights = own } = await engine.explain(
          model,
          path.join(folder, name),
        );
        assert.ok(classWeights);
        const { weights, positions } = classWeights;
        const n = featureMap.width * featureMap.height;
        const expected = new Float64Array(channels);
        for (const [i, value] of featureMap.values.entries()) {
          const k = Math.floor(i / n);
          const row = predicted * channels * poolings.length + k;
          const weight = weights[positions === 1 ? row : row * n + (i % n)] ?? Number.NaN;
          expected[k % channels] = (expected[k % channels] ?? 0) + (weight * value) / n;
        }
        const { values } = await index.gradientActivations(predicted, [image]);
        assertClose(values, expected, 2e-3, name);
      }
      const query = { classIndex: index.images[0]?.predicted ?? 0, ranking: 'weight' } as const;
      const { rankings } = await engine.classUnits(
        ...([model, folder, { ...query, count: 3, patches: 0 }, options] as const),
      );
      assert.equal(rankings[0], 'gradientActivation');
    });
  }

  it('is the same if pictures come and go between scans', async () => {
    const model = modelPath('vgg.dynamo');
    const put6 = (copy: number) => {
      for (const number of PICTURES) put(32, number, `${copy}/${number}.png`);
    };
    for (let copy = 0; copy < 8; copy++) put6(copy);
    assert.equal((await scan(model)).scanned, 48);
    for (let copy = 8; copy < 50; copy++) put6(copy);
    for (const copy of [0, 3, 4]) rmSync(path.join(folder, String(copy)), { recursive: true });
    const resumed = await scan(model);
    assert.equal(resumed.scanned, 252);
    await assertKept(resumed.index, 'vgg');
    const content = await contentOf(resumed.index);
    options = { cacheFolder: path.join(root, 'other') };
    const whole = await scan(model);
    assert.equal(whole.scanned, 282);
    assert.deepEqual(content, await contentOf(whole.index));
  });

  it('is computed again for pictures whose class has changed, and only for those', async () => {
    const model = path.join(root, 'vgg.onnx');
    copyFileSync(modelPath('vgg.dynamo'), model);
    const sidecar = readFileSync(modelPath('vgg.dynamo').replace('.onnx', '.cam.json'), 'utf8');
    const label = (labels: string[]) =>
      writeFileSync(
        path.join(root, 'vgg.cam.json'),
        JSON.stringify({ ...JSON.parse(sidecar), labels }),
      );
    label(['a', 'b', 'c', 'd', 'e']);
    for (const number of PICTURES) put(32, number, `${number < 3 ? 'a' : 'b'}/${number}.png`);
    assert.equal((await scan(model)).scanned, 6);
    assert.equal((await scan(model)).scanned, 0);
    label(['a', 'x', 'c', 'b', 'e']);
    const query = { classIndex: 3, ranking: 'weight', count: 3, patches: 0 } as const;
    const stale = await engine.classUnits(model, folder, query, options);
    assert.deepEqual(stale.rankings, ['separation']);
    assert.match(
      stale.notices.join(),
      /not known yet for 3 of the 3 images.*scan the folder again/,
    );
    assert.equal((await scan(model)).scanned, 3);
    const { ranking, notices } = await engine.classUnits(model, folder, query, options);
    assert.equal(ranking, 'gradientActivation');
    assert.match(notices.join(), /no class activation map.*gradient × activation is computed/);
    assert.equal((await scan(model)).scanned, 0);
  });

  it('is refused with the reason where the logits cannot be differentiated', async () => {
    const { nodes, constants } = features(4, 5);
    const head = [
      node('flat', 'Flatten', ['features']),
      node('hidden', 'MatMul', ['flat', 'first']),
      node('live', 'Relu', ['hidden']),
      node('logits', 'MatMul', ['live', 'second']),
    ];
    const waves = (count: number) => Array.from({ length: count }, (_, i) => Math.cos(3 * i + 1));
    put(32, 0, '0.png');
    for (const [last, code, message] of [
      [
        { ...node('scores', 'Trilu', ['logits']), domain: 'com.microsoft' },
        'noGradientRule',
        /Trilu/,
      ],
      [
        node('scores', 'Floor', ['logits']),
        'noSpatialMap',
        /no layer whose cells have known places/,
      ],
    ] as const) {
      const file = path.join(root, `${code}.onnx`);
      const model = encodeSmallModel({
        picture: [1, 3, 32, 32],
        nodes: [...nodes, ...head, last],
        constants: {
          ...constants,
          first: { dims: [144, 6], values: waves(864) },
          second: { dims: [6, 3], values: waves(18) },
        },
      });
      writeFileSync(file, model);
      const error = await assertFails(scan(file), code);
      assert.match(error.message, message);
    }
  });

  it('is not a reason to switch channels off: what would follow is not known', async () => {
    const model = modelPath('vit.dynamo');
    for (const number of PICTURES) put(48, number, `${number}.png`);
    await scan(model);
    const { nextAction } = await assertFails(
      engine.ablateUnits(model, folder, [1], options),
      'headNotLinear',
    );
    assert.match(nextAction, /gradient × activation/);
  });
});
