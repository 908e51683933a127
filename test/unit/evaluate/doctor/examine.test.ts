import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { labelsByFolder } from '../../../../src/cam/config/labels/folderLabels.ts';
import { examine } from '../../../../src/cam/evaluate/doctor/examine.ts';
import { useVariant } from '../../../../src/cam/evaluate/doctor/useVariant.ts';
import { ModelCache } from '../../../../src/cam/model/modelCache.ts';
import { OpenModel } from '../../../../src/cam/model/openModel.ts';
import type {
  DoctorProgress,
  DoctorReport,
} from '../../../../src/cam/results/evaluation/doctor.ts';

const SAMPLES = path.resolve('samples');
const PICTURES = readdirSync(path.join(SAMPLES, 'pictures'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.png'))
  .map((file) => file.replaceAll('\\', '/'))
  .sort();
const LABELS = readFileSync(path.join(SAMPLES, 'labels.txt'), 'utf8').trim().split('\n');
const { preprocessing: RIGHT } = JSON.parse(
  readFileSync(path.join(SAMPLES, 'scenes-gap.cam.json'), 'utf8'),
);

describe('The doctor of preprocessing and labels', function () {
  this.timeout(60_000);
  const models = new ModelCache();
  let folder: string;
  let model: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-doctor-'));
    model = path.join(folder, 'scenes.onnx');
    copyFileSync(path.join(SAMPLES, 'scenes-gap.onnx'), model);
  });
  beforeEach(() => rmSync(path.join(folder, 'labels.txt'), { force: true }));
  after(async () => {
    await models.dispose();
    rmSync(folder, { recursive: true });
  });

  const state = (labels: readonly string[], preprocessing: object) =>
    writeFileSync(path.join(folder, 'scenes.cam.json'), JSON.stringify({ labels, preprocessing }));

  /** Examines two of five sample pictures; their folders name classes by the labels of the sidecar. */
  async function report(onProgress?: (progress: DoctorProgress) => void): Promise<DoctorReport> {
    const open = await OpenModel.read(models, model);
    const { labels } = await open.description();
    const images = PICTURES.filter((_, i) => i % 5 < 2).map((file) => ({ path: file }));
    const classes = labelsByFolder(images, labels.value);
    const pictures = images.flatMap(({ path: file }, i) => {
      const classIndex = classes[i];
      return classIndex === undefined
        ? []
        : [{ path: path.join(SAMPLES, 'pictures', file), classIndex }];
    });
    return examine(open, pictures, { seed: 3 }, onProgress);
  }

  const current = ({ variants }: DoctorReport) => variants.find(({ isCurrent }) => isCurrent);

  /** The accuracy before and after what the warning names is used. */
  async function repaired(found: DoctorReport): Promise<[before: number, after: number]> {
    assert.ok(found.warning && found.better?.change);
    await useVariant(model, found.better);
    const after = await report();
    assert.equal(after.warning, undefined);
    assert.equal(current(after)?.name, 'as now');
    return [current(found)?.accuracy.value ?? -1, current(after)?.accuracy.value ?? -1];
  }

  it('has nothing to say where all fits', async () => {
    state(LABELS, RIGHT);
    const seen: DoctorProgress[] = [];
    const found = await report((progress) => seen.push(progress));
    const { warning, better, variants, pictures, findings } = found;
    assert.deepEqual([warning, better, pictures, findings], [undefined, undefined, 24, []]);
    assert.equal(current(found)?.accuracy.value, 1);
    assert.equal(current(found)?.change, undefined);
    assert.equal(new Set(variants.map(({ id }) => id)).size, variants.length);
    const order = variants.map(({ accuracy }) => accuracy.value);
    assert.deepEqual(
      order,
      order.toSorted((a, b) => b - a),
    );
    assert.deepEqual(seen.at(-1), { done: seen.at(-1)?.total, total: seen.at(-1)?.total });
  });

  it('finds pixels that are not divided by 255', async () => {
    state(LABELS, { ...RIGHT, scale: 1 });
    const found = await report();
    assert.match(found.warning ?? '', /^The preprocessing may not fit.* 100 % .*pixels 0 … 1/);
    const [before, after] = await repaired(found);
    assert.ok(before < 0.3 && after === 1, `${before} ${after}`);
  });

  it('finds a missing mean and deviation', async () => {
    state(LABELS, { ...RIGHT, mean: [0, 0, 0], std: [1, 1, 1] });
    const [before, after] = await repaired(await report());
    assert.ok(before < 0.6 && after === 1, `${before} ${after}`);
  });

  it('ranks the right order of colours first, and does not warn where it changes little', async () => {
    state(LABELS, { ...RIGHT, channels: 'BGR' });
    const { variants, warning } = await report();
    assert.match(variants[0]?.name ?? '', /red and blue swapped/);
    assert.equal(variants[0]?.change?.pixels?.channels, 'RGB');
    assert.equal(warning, undefined);
  });

  it('finds labels that are moved by one class, either way', async () => {
    for (const labels of [
      ['background', ...LABELS.slice(0, -1)],
      [...LABELS.slice(1), 'forest'],
    ]) {
      state(labels, RIGHT);
      const found = await report();
      assert.match(
        found.warning ?? '',
        /order of the labels may not fit.*one class (earlier|later)/,
      );
      assert.deepEqual(await repaired(found), [0, 1]);
    }
  });

  it('finds sorted labels, where a file has their order, together with wrong pixels', async () => {
    state(LABELS.toSorted(), { ...RIGHT, scale: 1 });
    writeFileSync(path.join(folder, 'labels.txt'), LABELS.join('\n'));
    const found = await report();
    assert.match(
      found.warning ?? '',
      /The preprocessing and the order .*pixels 0 … 1 · .*labels\.txt/,
    );
    assert.deepEqual(found.better?.change?.labels, LABELS);
    const [, after] = await repaired(found);
    assert.equal(after, 1);
  });

  it('counts pictures that cannot be read, and says nothing of too few', async () => {
    state(LABELS, { ...RIGHT, scale: 1 });
    const broken = path.join(folder, 'broken.png');
    writeFileSync(broken, 'no picture');
    const open = await OpenModel.read(models, model);
    const pictures = PICTURES.slice(0, 19).map((file) => ({
      path: path.join(SAMPLES, 'pictures', file),
      classIndex: LABELS.indexOf(path.dirname(file).replace('-', ' ')),
    }));
    const found = await examine(open, [...pictures, { path: broken, classIndex: 0 }], { seed: 1 });
    assert.equal(found.pictures, 19);
    assert.equal(found.warning, undefined);
    assert.equal(current(found)?.accuracy.of, 19);
    const [finding] = found.findings;
    assert.deepEqual(
      [finding?.kind, finding?.count, finding?.examples],
      ['unreadable', 1, [broken]],
    );
    const none = await examine(open, [{ path: broken, classIndex: 0 }], { seed: 1 });
    assert.deepEqual([none.pictures, none.variants], [0, []]);
  });
});
