import assert from 'node:assert/strict';
import type { Preprocessing } from '../../../src/cam/config/preprocessing.ts';
import { decodeImage } from '../../../src/cam/image/decode.ts';
import { findTarget } from '../../../src/cam/methods/layer/findTarget.ts';
import { goldenOf, NETWORKS, picturePath, sideOf } from './golden.ts';
import { loadFixture } from './loaded.ts';

const PREPROCESSING: Preprocessing = {
  resize: { mode: 'stretch', size: 32 },
  crop: 0,
  channels: 'RGB',
  scale: 1 / 255,
  mean: [0.5, 0.4, 0.3],
  std: [0.2, 0.25, 0.3],
  interpolation: 'bilinear',
};

describe('the layer that is found for maps', () => {
  for (const network of ['vgg', 'vit', 'vit_last', 'attention_pool', 'bypass']) {
    for (const name of NETWORKS[network] ?? []) {
      it(`has its cells where the picture changes: ${name}`, async () => {
        const { model, picture } = await loadFixture(name);
        const photo = await decodeImage(picturePath(sideOf(name)), {});
        const target = await findTarget({ model, preprocessing: PREPROCESSING, layers: [], photo });
        assert.ok(target);
        if (network !== 'bypass') assert.equal(target.tensor, goldenOf(network).layers[name]);
        const plain = (await model.run(picture, target)).feature;
        const { width: columns, height: rows } = plain;
        for (const [right, bottom] of [
          [0, 0],
          [1, 0],
          [0, 1],
          [1, 1],
        ] as const) {
          const corner = cornerChanged(picture, columns, right, bottom);
          const { values } = (await model.run({ ...picture, values: corner }, target)).feature;
          const moves = new Float64Array(columns * rows);
          for (const [i, value] of values.entries()) {
            const cell = i % moves.length;
            moves[cell] = (moves[cell] ?? 0) + Math.abs(value - (plain.values[i] ?? 0));
          }
          const cell = bottom * (rows - 1) * columns + right * (columns - 1);
          assert.equal(moves.indexOf(Math.max(...moves)), cell, `${right}, ${bottom}`);
        }
        await model.release();
      });
    }
  }
});

/** The picture with other values in the outer part of a corner's cell: the rest belongs to others too. */
function cornerChanged(
  { width, height, values }: { width: number; height: number; values: Float32Array },
  cells: number,
  right: number,
  bottom: number,
): Float32Array {
  const side = width / cells / 2;
  return values.map((value, i) => {
    const [x, y] = [i % width, Math.floor(i / width) % height];
    const isInside =
      (right ? x >= width - side : x < side) && (bottom ? y >= height - side : y < side);
    return isInside ? 2 - value : value;
  });
}
