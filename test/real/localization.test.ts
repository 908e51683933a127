import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Rect } from '../../src/cam/base/geometry.ts';
import { Engine } from '../../src/cam/engine.ts';
import { classMap } from '../../src/cam/maps/cam.ts';
import { classWeightsOf } from '../../src/cam/maps/classWeightsOf.ts';
import { boxInPhoto } from '../../src/cam/maps/pixels/box.ts';
import { imageNet, realFolder, requireRealData } from './realData.ts';

interface Photo {
  file: string;
  label: number;
  boxes_227: [number, number, number, number][];
}

describe('boxes on 60 ILSVRC photos give the independent error rates', () => {
  const engine = new Engine();
  let folder: string;

  before(async function () {
    requireRealData(this);
    folder = await mkdtemp(path.join(os.tmpdir(), 'cam-lens-boxes-'));
  });

  after(async () => {
    await engine.dispose();
    if (folder) await rm(folder, { recursive: true });
  });

  it('mobilenet_v2_torch: classification 15.00 %, localization 48.33 %', async function () {
    this.timeout(120_000);
    const model = path.join(realFolder, 'models', 'mobilenet_v2_torch_from_tflite_fp32.onnx');
    const configPath = path.join(folder, 'stretch.cam.json');
    await writeFile(configPath, JSON.stringify({ preprocessing: imageNet }));
    const description = await engine.openModel(model, { configPath });
    const photoFolder = path.join(realFolder, 'photos', 'ilsvrc_val_60');
    const photos: Photo[] = JSON.parse(
      await readFile(path.join(photoFolder, 'boxes.json'), 'utf8'),
    );
    let wrongClass = 0;
    let wrongBox = 0;
    for (const { file, label, boxes_227 } of photos) {
      const found = await engine.explain(model, path.join(photoFolder, file), { configPath });
      const top = found.ranking[0] ?? -1;
      const map = classMap(found.featureMap, classWeightsOf(description, found), top);
      const box = boxInPhoto(map, found.geometry);
      const hit = box !== undefined && boxes_227.some((truth) => overlap(box, truth) >= 0.5);
      if (top !== label) wrongClass++;
      if (top !== label || !hit) wrongBox++;
    }
    assert.equal(photos.length, 60);
    assert.equal(wrongClass, 9);
    assert.equal(wrongBox, 29);
  });
});

/** Intersection over union of a box and a rectangle given by its corners. */
function overlap(box: Rect, [left, top, right, bottom]: [number, number, number, number]): number {
  const width = Math.min(box.x + box.width, right) - Math.max(box.x, left);
  const height = Math.min(box.y + box.height, bottom) - Math.max(box.y, top);
  if (width <= 0 || height <= 0) return 0;
  const both = width * height;
  return both / (box.width * box.height + (right - left) * (bottom - top) - both);
}
