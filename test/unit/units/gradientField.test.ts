import assert from 'node:assert/strict';
import { inRepository } from '../../../scripts/repository.ts';
import type { Rect } from '../../../src/cam/base/geometry.ts';
import type { PicturePixels } from '../../../src/cam/classifier/probe/pictureFeeds.ts';
import { analyseScores } from '../../../src/cam/classifier/scores.ts';
import { decodeImage } from '../../../src/cam/image/decode.ts';
import { candidatesOf } from '../../../src/cam/methods/layer/findTarget.ts';
import type { LayerReading } from '../../../src/cam/methods/layer/layerTarget.ts';
import { Graph } from '../../../src/cam/onnx/file/graph.ts';
import { readOnnxModel } from '../../../src/cam/onnx/readModel.ts';
import { GradientFields } from '../../../src/cam/units/gradientField.ts';
import empirical from '../../fixtures/empiricalField/golden.json' with { type: 'json' };
import { goldenOf, modelPath, picturePath, relativeDistance, sideOf } from '../methods/golden.ts';

describe('Receptive fields by the gradient', () => {
  async function open(file: string, layer: string | undefined, side: number, axis?: 1 | 3) {
    const scores = await analyseScores(new Graph(await readOnnxModel(file)), undefined);
    const readings = candidatesOf(scores).flat();
    const reading = readings.find(
      ({ tensor, layout }) =>
        tensor === layer && (axis ?? layout.channelAxis) === layout.channelAxis,
    );
    assert.ok(reading, `${layer} among ${readings.map(({ tensor }) => tensor)}`);
    const size = { width: side, height: side };
    return {
      reading,
      create: (of: LayerReading) => GradientFields.create(scores, of, size),
    };
  }

  /** (pixel / 255 − mean) / std, channels first. */
  async function prepared(file: string, mean: number[], std: number[]): Promise<PicturePixels> {
    const { pixels, width, height } = await decodeImage(file, {});
    const area = width * height;
    const values = Float32Array.from({ length: 3 * area }, (_, i) => {
      const colour = Math.floor(i / area);
      const value = (pixels[3 * (i % area) + colour] ?? 0) / 255;
      return (value - (mean[colour] ?? 0)) / (std[colour] ?? 1);
    });
    return { width, height, values };
  }

  for (const [network, name] of [
    ['gap', 'gap.torchscript'],
    ['gap', 'gap_batch_2'],
    ['gap', 'gap_limited'],
    ['vgg', 'vgg.dynamo'],
    ['vit', 'vit.dynamo'],
    ['vit_last', 'vit_last.torchscript'],
    ['attention_pool', 'attention_pool.torchscript'],
  ] as const) {
    it(`are those of PyTorch: ${name}`, async () => {
      const golden = goldenOf(network);
      const { channel, cell, mass, box, share } = golden.field;
      const side = sideOf(name);
      const axis = network === 'vit' || network === 'vit_last' ? 3 : 1;
      const { reading, create } = await open(modelPath(name), golden.layers[name], side, axis);
      // Of a class token, the tokens may begin before or behind it.
      const firstPosition = network === 'vit' ? 1 : 0;
      const fields = await create({ ...reading, firstPosition });
      const picture = await prepared(picturePath(side), [0.5, 0.4, 0.3], [0.2, 0.25, 0.3]);
      const found = await fields.of(picture, channel);
      assert.equal(found.cell, cell);
      assert.ok(relativeDistance(found.mass.values, mass) < 1e-4);
      assert.deepEqual(found.box, box);
      assert.ok(Math.abs(found.share - share) < 1e-4);
      await assert.rejects(fields.of(picture, golden.shape[0]), RangeError);
      await fields.release();
    });
  }

  it('lie where covering the picture lowers the channel', async () => {
    const file = inRepository('samples', 'scenes-gap.onnx');
    const { reading, create } = await open(file, 'relu_5', 224);
    const fields = await create(reading);
    for (const { picture, mean, std, channel, box } of empirical) {
      const at = inRepository('samples', 'pictures', picture);
      const found = await fields.of(await prepared(at, mean, std), channel);
      assert.ok(covers(found.box, { x: box.x + box.width / 2, y: box.y + box.height / 2 }));
      let [inside, all] = [0, 0];
      for (const [i, value] of found.mass.values.entries()) {
        all += value;
        if (covers(box, { x: i % 224, y: Math.floor(i / 224) })) inside += value;
      }
      // What covering lowers most is the middle of what the gradient reaches: there it is denser.
      const density = inside / all / areaOf(box);
      assert.ok(density > found.share / areaOf(found.box), `${picture}: ${inside / all}`);
    }
    await fields.release();
  });

  it('are empty where no pixel moves the channel', async () => {
    const golden = goldenOf('gap');
    const name = 'gap.dynamo';
    const { reading, create } = await open(modelPath(name), golden.layers[name], 32);
    const fields = await create(reading);
    // All biases are small, so some ReLU gives 0 everywhere for a picture of one colour.
    const picture = { width: 32, height: 32, values: new Float32Array(3 * 32 * 32) };
    const boxes = [];
    for (let channel = 0; channel < golden.shape[0]; channel++) {
      const { box, share, mass } = await fields.of(picture, channel);
      if (mass.values.every((value) => value === 0)) boxes.push([box, share]);
    }
    assert.ok(boxes.length > 0);
    for (const found of boxes) {
      assert.deepEqual(found, [{ x: 0, y: 0, width: 0, height: 0 }, 0]);
    }
    await fields.release();
  });
});

function areaOf({ width, height }: Rect): number {
  return width * height;
}

function covers(box: Rect, { x, y }: { x: number; y: number }): boolean {
  return x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
}
