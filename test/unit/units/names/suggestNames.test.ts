import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Engine } from '../../../../src/cam/engine.ts';
import { LargestValues } from '../../../../src/cam/units/names/networkDissection.ts';
import type { NamingProgress } from '../../../../src/cam/units/names/suggestNames.ts';
import { modelPath } from '../../methods/golden.ts';

interface Golden {
  channel: number;
  name: string;
  iou: number;
  purity: number;
}

describe('suggested names', function () {
  this.timeout(60_000);
  const engine = new Engine();

  after(() => engine.dispose());

  it('are those of NumPy on the samples', async () => {
    const golden = JSON.parse(
      readFileSync('test/fixtures/units/annotations/golden.json', 'utf8'),
    ) as Golden[];
    const progress: NamingProgress[] = [];
    const found = await engine.suggestNames(
      path.resolve('samples/scenes-gap.onnx'),
      path.resolve('samples/pictures'),
      {},
      (step) => progress.push(step),
    );
    assert.equal(found.annotatedImages, 60);
    assert.match(found.annotations, /annotations\.coco\.json$/);
    assert.deepEqual(progress.at(-1), { done: 120, of: 120 });
    for (const { channel, name, iou, purity } of golden) {
      const suggestion = found.suggestions.find(({ unit }) => unit.channel === channel);
      assert.equal(suggestion?.name, name, `channel ${channel}`);
      assert.ok(Math.abs((suggestion?.iou ?? 0) - iou) < 1e-4, `channel ${channel}`);
      assert.ok(Math.abs((suggestion?.purity ?? 0) - purity) < 1e-9, `channel ${channel}`);
      assert.equal(suggestion?.purityOver, 20);
    }
    const ious = found.suggestions.map(({ iou }) => iou);
    assert.deepEqual(
      ious,
      [...ious].sort((a, b) => b - a),
    );
    assert.ok(found.undetected.every(({ bestIou }) => bestIou < found.detectedFrom));
  });

  it('are also for the channels of the layer that methods show', async () => {
    const model = modelPath('vgg.dynamo');
    const pictures = path.resolve('samples/pictures');
    const found = await engine.suggestNames(model, pictures, {}, () => undefined);
    assert.equal(found.annotatedImages, 60);
    assert.ok(found.suggestions.every(({ unit }) => unit.channel < 12));
    assert.ok(found.suggestions.length > 0);
  });

  it('need annotations', async () => {
    const folder = path.resolve('test/fixtures/images');
    await assert.rejects(
      engine.suggestNames(path.resolve('samples/scenes-gap.onnx'), folder, {}, () => undefined),
      { code: 'annotationsNotFound' },
    );
  });
});

describe('LargestValues', () => {
  it('gives the value above which a share lies, whatever was trimmed', () => {
    const values = new LargestValues();
    const all: number[] = [];
    for (let part = 0; part < 40; part++) {
      const numbers = Array.from({ length: 100 }, (_, i) => (i * 7919 + part * 104729) % 9973);
      all.push(...numbers);
      values.add(Float32Array.from(numbers), 30);
    }
    all.sort((a, b) => b - a);
    assert.equal(values.threshold(0.005), all[20]);
  });
});
