import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { examine } from '../../src/cam/evaluate/doctor/examine.ts';
import { useVariant } from '../../src/cam/evaluate/doctor/useVariant.ts';
import { ModelCache } from '../../src/cam/model/modelCache.ts';
import { OpenModel } from '../../src/cam/model/openModel.ts';
import type { DoctorReport } from '../../src/cam/results/evaluation/doctor.ts';
import { realFolder, requireRealData } from './realData.ts';

const pixels = (channels: string, scale: number, mean: number[], std: number[]) => ({
  ...{ channels, scale, mean, std },
});
const imageNet = pixels('RGB', 1 / 255, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]);
const caffe = pixels('BGR', 1, [104, 117, 123], [1, 1, 1]);
const around0 = pixels('RGB', 1, [128, 128, 128], [128, 128, 128]);
const stretched = (side: number) => ({ resize: { mode: 'stretch', size: side }, crop: 0 });

interface Case {
  model: string;
  /** As documented beside the models. */
  right: object;
  wrong: object;
  /** Top-1 accuracy with the right one, where it is documented. */
  documented?: number;
  /** Fewer than all, for a slow model. */
  pictures?: number;
}

const CASES: Case[] = [
  {
    model: 'SqueezeNet_fp16',
    right: { ...stretched(224), ...caffe },
    wrong: { ...stretched(224), ...imageNet },
    documented: 0.75,
  },
  {
    model: 'mobilenet_v2_torch_from_tflite_fp32',
    right: { ...stretched(224), ...imageNet },
    wrong: { ...stretched(224), ...caffe },
    documented: 0.85,
  },
  {
    model: 'squeezenet1.0_deepcompression_fp32',
    right: { ...stretched(227), ...caffe },
    wrong: { ...stretched(227), ...caffe, channels: 'RGB', scale: 1 / 255 },
    pictures: 30,
  },
  {
    model: 'mobilenet_v1_0.25_128_from_tflite_fp32',
    right: { ...stretched(128), ...around0 },
    wrong: { ...stretched(128), ...around0, std: [1, 1, 1] },
  },
];

describe('the doctor knows the documented preprocessing of real models on 60 ILSVRC photos', function () {
  this.timeout(180_000);
  const models = new ModelCache();
  let folder: string;
  let photos: { path: string; classIndex: number }[];

  before(function () {
    requireRealData(this);
    folder = mkdtempSync(path.join(os.tmpdir(), 'cam-lens-doctor-'));
    const from = path.join(realFolder, 'photos', 'ilsvrc_val_60');
    const listed: { file: string; label: number }[] = JSON.parse(
      readFileSync(path.join(from, 'boxes.json'), 'utf8'),
    );
    photos = listed.map(({ file, label }) => ({ path: path.join(from, file), classIndex: label }));
  });

  after(async () => {
    await models.dispose();
    if (folder) rmSync(folder, { recursive: true });
  });

  const copied = (name: string): string => {
    const model = path.join(folder, `${name}.onnx`);
    copyFileSync(path.join(realFolder, 'models', `${name}.onnx`), model);
    return model;
  };

  /** @param background how many classes come before the first of ILSVRC, by the labels in use */
  const report = async (model: string, background: number, count?: number) => {
    const open = await OpenModel.read(models, model);
    const pictures = photos.map((photo) => ({
      ...photo,
      classIndex: photo.classIndex + background,
    }));
    return examine(open, pictures, { seed: 1, pictures: count });
  };
  const accuracy = ({ variants }: DoctorReport) =>
    variants.find(({ isCurrent }) => isCurrent)?.accuracy.value ?? Number.NaN;

  for (const { model: name, right, wrong, documented, pictures } of CASES) {
    it(name, async () => {
      const model = copied(name);
      const background = name.startsWith('mobilenet_v1') ? 1 : 0;
      const state = (preprocessing: object) =>
        writeFileSync(model.replace('.onnx', '.cam.json'), JSON.stringify({ preprocessing }));
      state(right);
      const best = await report(model, background, pictures);
      assert.equal(best.warning, undefined);
      assert.ok((best.variants[0]?.accuracy.value ?? 1) - accuracy(best) <= 0.05);
      if (documented !== undefined) assert.equal(accuracy(best), documented);
      state(wrong);
      const found = await report(model, background, 30);
      assert.ok(found.warning && found.better);
      assert.ok(accuracy(found) < 0.1, String(accuracy(found)));
      await useVariant(model, found.better);
      const repaired = await report(model, background, 30);
      assert.equal(repaired.warning, undefined);
      assert.equal(accuracy(repaired), found.better.accuracy.value);
      assert.ok(accuracy(repaired) > 0.6, String(accuracy(repaired)));
    });
  }

  it('labels without the background of a model of 1,001 classes', async () => {
    const model = copied('mobilenet_v1_0.25_128_from_tflite_fp32');
    const file = path.join(realFolder, 'labels_imagenet_1001.txt');
    const [, ...names] = readFileSync(file, 'utf8').trim().split('\n');
    const preprocessing = { ...stretched(128), ...around0 };
    writeFileSync(
      model.replace('.onnx', '.cam.json'),
      JSON.stringify({ labels: [...names, 'other'], preprocessing }),
    );
    const found = await report(model, 0);
    assert.match(found.warning ?? '', /order of the labels .*one class later/);
    assert.deepEqual(found.better?.change, { labels: ['background', ...names] });
    await useVariant(model, found.better);
    const repaired = await report(model, 1);
    assert.equal(repaired.warning, undefined);
    assert.ok(accuracy(found) < 0.1 && accuracy(repaired) > 0.6);
  });
});
