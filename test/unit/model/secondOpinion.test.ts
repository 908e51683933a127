import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Engine } from '../../../src/cam/engine.ts';
import { COLOURS, modelOfFilters, STRIPES, writePicture } from './stripes.ts';

describe('A second opinion about the values of pixels', () => {
  const engine = new Engine();
  let folder: string;
  let upright: string;
  let level: string;

  const picture = (name: string, ...how: [(x: number, y: number) => boolean, green?: 180]) =>
    writePicture(path.join(folder, name), ...how);
  const modelOf = (gain: number, sidecar?: object, filters = STRIPES) => {
    const file = path.join(mkdtempSync(path.join(folder, 'model-')), 'net.onnx');
    writeFileSync(file, modelOfFilters(filters, gain));
    if (sidecar) writeFileSync(file.replace('.onnx', '.cam.json'), JSON.stringify(sidecar));
    return file;
  };

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'cam-lens-opinion-'));
    upright = await picture('upright.png', (x) => x % 8 < 4);
    level = await picture('level.png', (_, y) => y % 8 < 4);
  });
  after(async () => {
    await engine.dispose();
    rmSync(folder, { recursive: true });
  });

  it('is the way with which the model is far surer', async () => {
    const opinion = await engine.secondOpinion(modelOf(0.1), [upright, level, upright]);
    assert.ok(opinion);
    assert.equal(opinion.text, 'unchanged pixels');
    const { settings, surety, instead } = opinion;
    assert.deepEqual(settings, { channels: 'RGB', scale: 1, mean: [0, 0, 0], std: [1, 1, 1] });
    // Stripes of 80 levels every four pixels: ±20 in the mean, so scores of ±2 and 0. As x/255/0.229: ±0.034.
    assert.ok(surety > 0.8 && surety <= 1, String(surety));
    assert.ok(instead > 1 / 3 && instead < 0.4, String(instead));
  });

  it('is none where the way in use is as sure', async () => {
    assert.equal(await engine.secondOpinion(modelOf(100), [upright, level, upright]), undefined);
  });

  it('needs three pictures, and not the same class for all', async () => {
    assert.equal(await engine.secondOpinion(modelOf(0.1), [upright, level]), undefined);
    assert.equal(await engine.secondOpinion(modelOf(0.1), [level, level, level]), undefined);
  });

  it('is none where a source states the values', async () => {
    const stated = modelOf(0.1, { preprocessing: { scale: 0.01 } });
    assert.equal(await engine.secondOpinion(stated, [upright, level, upright]), undefined);
  });

  it('is none where the model is as sure of shuffled pixels', async () => {
    const red = await picture('red.png', () => true);
    const green = await picture('green.png', () => false, 180);
    const model = modelOf(0.1, undefined, COLOURS);
    assert.equal(await engine.secondOpinion(model, [red, green, red]), undefined);
  });
});
