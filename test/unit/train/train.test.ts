import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRepository } from '../../../scripts/repository.ts';
import { Engine } from '../../../src/cam/engine.ts';
import { decodeInitializer } from '../../../src/cam/onnx/file/initializerValues.ts';
import { readOnnxModel } from '../../../src/cam/onnx/readModel.ts';
import type { Learner, TrainingReport } from '../../../src/cam/results/training.ts';
import { NEAR_DUPLICATES } from '../../../src/cam/results/training.ts';
import type { TrainingOptions } from '../../../src/cam/train/trainFolder.ts';
import golden from '../../fixtures/train/golden.json' with { type: 'json' };

const BACKBONE = inRepository('samples', 'scenes-gap.onnx');
const PICTURES = inRepository('samples', 'pictures');
const LABELS = inRepository('test', 'fixtures', 'train', 'labels.csv');

/** Indoors and outdoors: classes that the network was not trained on. */
describe('classes learned from a folder', function () {
  this.timeout(60_000);
  const engine = new Engine();
  let folder = '';

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-train-'));
  });
  after(async () => {
    await engine.dispose();
    rmSync(folder, { recursive: true });
  });

  const train = (
    name: string,
    options: Partial<TrainingOptions> = {},
    pictures = PICTURES,
  ): Promise<TrainingReport> =>
    engine.train(
      BACKBONE,
      pictures,
      {
        out: path.join(folder, name),
        cacheFolder: path.join(folder, 'index'),
        ...options,
      },
      () => undefined,
    );

  it('have the weights that scikit-learn gives for the means of the feature map', async () => {
    const { strength } = golden;
    const report = await train('golden.onnx', { labels: LABELS, strength });
    assert.equal(report.strength, strength);
    assert.ok(report.difference < 1e-5, `${report.difference}`);
    const model = await readOnnxModel(report.file);
    const values = async (name: string) => {
      const initializer = model.initializers.get(name);
      assert.ok(initializer);
      return (await decodeInitializer(initializer, report.file)) ?? new Float32Array();
    };
    const [weights, biases] = [await values('class_weights'), await values('class_biases')];
    const largest = Math.max(...golden.heads.flatMap((head) => head.weights.map(Math.abs)));
    for (const [c, head] of golden.heads.entries()) {
      assert.equal(report.classes[c]?.name, head.name);
      assert.equal(report.classes[c]?.pictures, head.pictures);
      for (const [k, expected] of head.weights.entries()) {
        const found = (weights[c * head.weights.length + k] as number) * report.temperature;
        assert.ok(Math.abs(found - expected) < 1e-4 * largest, `${head.name} ${k}: ${found}`);
      }
      const bias = (biases[c] as number) * report.temperature;
      assert.ok(Math.abs(bias - head.bias) < 1e-3, `${head.name}: ${bias}`);
    }
  });

  it('are recognised in pictures that were not learned from, and are shown exactly', async () => {
    const report = await train('places.onnx', { labels: LABELS });
    assert.ok(report.accuracy.value > 0.9, `${report.accuracy.value}`);
    assert.equal(report.accuracy.of, 60);
    assert.equal(report.folds.length, 5);
    const { majority } = report.baselines;
    const indoors = golden.heads[0]?.pictures ?? 0;
    assert.equal(majority.value, indoors / 60);
    const file = path.join(PICTURES, 'street', 'street-01.png');
    const explained = await engine.explain(report.file, file);
    assert.equal(explained.claim.standing, 'exact');
    assert.ok(explained.relativeResidual < 1e-4);
    const { labels, preprocessing } = await engine.openModel(report.file);
    assert.deepEqual(labels.value, ['indoors', 'outdoors']);
    const before = await engine.openModel(BACKBONE);
    assert.deepEqual(preprocessing.value, before.preprocessing.value);
    assert.equal(labels.value[explained.ranking[0] as number], 'outdoors');
  });

  it('are the sub-folders if no table is given; every learner tells them apart', async () => {
    const learners: [Learner, Partial<TrainingOptions>][] = [
      ['ridge', {}],
      ['svm', { labels: LABELS, folds: 2 }],
      ['logistic', { strength: 0.1 }],
    ];
    for (const [learner, options] of learners) {
      const found = await train(`${learner}.onnx`, { learner, ...options });
      const { classes, accuracy, confusion } = found;
      if (options.labels === undefined) assert.equal(classes.length, 8);
      assert.ok(accuracy.value > 0.9, `${learner}: ${accuracy.value}`);
      const all = confusion.flat().reduce((sum, count) => sum + count, 0);
      assert.equal(all, 60);
    }
  });

  it('can be learned from a finer layer, and from models that have no map of their own', async () => {
    const finer = await train('finer.onnx', { featureTensor: 'relu_2', strength: 1 });
    const { feature } = await train('last.onnx', { strength: 1 });
    assert.equal(finer.feature.tensor, 'relu_2');
    assert.ok(finer.feature.width > feature.width, `${finer.feature.width}`);
    const picture = path.join(PICTURES, 'park', 'park-01.png');
    const { claim, featureMap } = await engine.explain(finer.file, picture);
    assert.equal(claim.standing, 'exact');
    assert.equal(featureMap.width, finer.feature.width);
    const perceptron = inRepository('test', 'fixtures', 'models', 'flatten_mlp.dynamo.onnx');
    const options = { out: path.join(folder, 'mlp.onnx'), cacheFolder: path.join(folder, 'index') };
    const { file } = await engine.train(perceptron, PICTURES, options, () => undefined);
    assert.equal((await engine.explain(file, picture)).claim.standing, 'exact');
    const withToken = inRepository('test', 'fixtures', 'variants', 'class_token.onnx');
    const other = { ...options, out: path.join(folder, 'token.onnx') };
    await assert.rejects(
      engine.train(withToken, PICTURES, other, () => undefined),
      /positions that are no places/,
    );
  });

  it('keep a group in one fold', async () => {
    const groups = path.join(folder, 'groups.csv');
    const lines = readdirSync(path.join(PICTURES, 'street')).map((name) => `street/${name},all`);
    writeFileSync(groups, ['image,group', ...lines].join('\n'));
    const report = await train('groups.onnx', { groups });
    assert.equal(report.groups, 60 - lines.length + 1);
    const street = report.classes.findIndex(({ name }) => name === 'street');
    assert.equal(report.classes[street]?.recall.value, 0, 'no head has seen a street');
  });

  it('are judged with what makes the figure too good: copies in other folds, and mean colour', async () => {
    const copied = path.join(folder, 'copied');
    const original = path.join(PICTURES, 'park', 'park-01.png');
    for (const name of ['park', 'beach', 'street']) {
      await cp(path.join(PICTURES, name), path.join(copied, name), { recursive: true });
    }
    for (const name of ['a', 'b', 'c', 'd'])
      await cp(original, path.join(copied, 'park', `${name}.png`));
    const doubtful = path.join(PICTURES, 'street', 'street-02.png');
    await cp(doubtful, path.join(copied, 'beach', 'x.png'));
    const report = await train('copied.onnx', { strength: 1 }, copied);
    const { leaks, baselines, learningCurve } = report;
    assert.ok(leaks);
    const copies = ['a', 'b', 'c', 'd', 'park-01'].map((name) => `park/${name}.png`);
    assert.ok(leaks.sameClass >= 4 && leaks.sameClass <= 10, `${leaks.sameClass} pairs`);
    assert.ok(leaks.pairs >= leaks.sameClass && leaks.pairs <= leaks.sameClass + 1);
    for (const { paths, folds, classes, similarity } of leaks.examples) {
      assert.notEqual(folds[0], folds[1]);
      assert.ok(similarity > 0.999);
      if (classes[0] === classes[1]) assert.ok(paths.every((one) => copies.includes(one)));
    }
    const { otherClass } = leaks;
    assert.equal(otherClass.pairs, 1);
    assert.deepEqual(otherClass.examples[0]?.paths, ['beach/x.png', 'street/street-02.png']);
    assert.equal(baselines.meanColour?.of, report.pictures);
    assert.equal(learningCurve?.points.at(-1)?.accuracy.value, report.accuracy.value);
    const together = { strength: 1, groups: NEAR_DUPLICATES };
    const grouped = await train('together.onnx', together, copied);
    assert.equal(grouped.groups, report.pictures - 5);
    assert.equal(grouped.leaks?.pairs, 0);
    assert.equal(grouped.leaks?.otherClass.pairs, 1);
  });

  it('leave a backbone, existing files and pictures without a class as they are', async () => {
    await assert.rejects(train('golden.onnx'), /exists already/);
    await assert.rejects(train('', { out: BACKBONE, replaces: true }), /belongs to the backbone/);
    const mixed = path.join(folder, 'mixed');
    await mkdir(mixed);
    for (const name of ['park', 'beach']) {
      await cp(path.join(PICTURES, name), path.join(mixed, name), { recursive: true });
    }
    await cp(path.join(PICTURES, 'street', 'street-01.png'), path.join(mixed, 'street-01.png'));
    writeFileSync(path.join(mixed, 'park', 'broken.png'), 'no picture');
    const report = await train('mixed.onnx', {}, mixed);
    assert.equal(report.unlabelled, 1);
    assert.deepEqual(
      report.unreadable.map((image) => image.path),
      ['park/broken.png'],
    );
  });

  it('are refused with the reason where there is nothing to learn', async () => {
    const flat = path.join(folder, 'flat');
    const lonely = path.join(folder, 'lonely');
    const parts = path.join(folder, 'parts');
    const picture = path.join(PICTURES, 'park', 'park-01.png');
    await mkdir(flat);
    await cp(picture, path.join(flat, 'a.png'));
    await cp(path.join(PICTURES, 'park'), path.join(lonely, 'park'), { recursive: true });
    await cp(picture, path.join(lonely, 'lake', 'a.png'));
    await cp(path.join(PICTURES, 'park'), path.join(parts, 'train', 'park'), { recursive: true });
    await assert.rejects(train('x.onnx', {}, flat), /no sub-folders with pictures/);
    await assert.rejects(train('x.onnx', {}, lonely), /class lake has only one sample/);
    await assert.rejects(train('x.onnx', {}, parts), /parts of a data set \(train\)/);
    const oneGroup = path.join(folder, 'oneGroup.csv');
    const outdoors = ['park', 'street', 'beach'].flatMap((name) =>
      readdirSync(path.join(PICTURES, name)).map((file) => `${name}/${file},all`),
    );
    writeFileSync(oneGroup, ['image,group', ...outdoors].join('\n'));
    const grouped = train('x.onnx', { labels: LABELS, groups: oneGroup });
    await assert.rejects(grouped, /pictures of outdoors are in too few groups/);
    const table = path.join(folder, 'table.csv');
    writeFileSync(table, 'a,b,c\n1,2,3\n');
    await assert.rejects(train('x.onnx', { labels: table }), /no column that names pictures/);
    assert.ok(!existsSync(path.join(folder, 'x.onnx')));
  });
});
