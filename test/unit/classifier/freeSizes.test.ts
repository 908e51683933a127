import assert from 'node:assert/strict';
import { analyseModel } from '../../../src/cam/classifier/analysis.ts';
import { smallFiles } from './smallFiles.ts';
import type { SmallModel, SmallNode } from './smallModel.ts';
import { node } from './smallParts.ts';

describe('a model of free size', () => {
  const graphOf = smallFiles();

  /** `features` are 4 channels, a cell for each 8×8 pixels; `nodes` lead to `values`, [N, 4]. */
  async function read(
    nodes: SmallNode[],
    more: SmallModel['constants'] = {},
    picture: SmallModel['picture'] = [1, 3, undefined, undefined],
  ) {
    return analyseModel(
      await graphOf({
        picture,
        nodes: [
          node('small', 'MaxPool', ['picture'], { kernel_shape: [8, 8], strides: [8, 8] }),
          node('mixed', 'Conv', ['small', 'kernel']),
          node('features', 'Relu', ['mixed']),
          ...nodes,
          node('scores', 'MatMul', ['values', 'weights']),
        ],
        constants: {
          kernel: { dims: [4, 3, 1, 1], values: Array.from({ length: 12 }, (_, i) => Math.sin(i)) },
          weights: { dims: [4, 2], values: [1, -2, 3, -4, 5, -6, 7, -8] },
          axes: { dims: [2], values: [2, 3] },
          ...more,
        },
      }),
    );
  }

  const mean = (from: string) => node('values', 'ReduceMean', [from, 'axes'], { keepdims: 0 });

  it('is analysed with the size that it was made for, if it takes one of those in common use', async () => {
    for (const side of [224, 256, 384, 512, 128, 32]) {
      const cells = side / 8;
      const { input, layout } = await read(
        [node('row', 'Reshape', ['features', 'axes of it']), mean('row')],
        {
          'axes of it': { dims: [4], values: [1, 4, cells, cells] },
        },
      );
      assert.equal(input.analysedSide, side);
      assert.deepEqual([layout.height, layout.width], [cells, cells]);
    }
  });

  it('is refused with what is wrong at the usual size, if none of these fits', async () => {
    const of100 = { 'axes of it': { dims: [4], values: [1, 4, 100, 100] } };
    await assert.rejects(
      read([node('row', 'Reshape', ['features', 'axes of it']), mean('row')], of100),
      { code: 'modelRefused' },
    );
  });

  it('takes one and a half times and twice the size, if its map and its head do', async () => {
    assert.deepEqual((await read([mean('features')])).inputScales, [1, 1.5, 2]);
    const last = await read(
      [
        node('turned', 'Transpose', ['features'], { perm: [0, 2, 3, 1] }),
        node('doubled', 'Add', ['turned', 'turned']),
        node('values', 'ReduceMean', ['doubled', 'axes of rows'], { keepdims: 0 }),
      ],
      { 'axes of rows': { dims: [2], values: [1, 2] } },
    );
    assert.equal(last.layout.channelAxis, 3);
    assert.deepEqual(last.inputScales, [1, 1.5, 2]);
  });

  it('takes no other size with a fixed side, or a map that does not grow as the picture', async () => {
    for (const picture of [
      [1, 3, 224, undefined],
      [1, 3, undefined, 224],
      [1, 3, 224, 224],
    ]) {
      assert.deepEqual((await read([mean('features')], {}, picture)).inputScales, [1]);
    }
    // A sum grows with the number of cells, also beside something that does not.
    const sum = [
      node('sums', 'ReduceSum', ['features', 'axes'], { keepdims: 0 }),
      node('values', 'Add', ['sums', 'many']),
    ];
    const many = { many: { dims: [1], values: [1000] } };
    assert.deepEqual((await read(sum, many)).inputScales, [1]);
    // 28 cells become 26, and 42 become 40.
    const smaller = node('smaller', 'MaxPool', ['features'], { kernel_shape: [3, 3] });
    assert.deepEqual((await read([smaller, mean('smaller')])).inputScales, [1]);
  });
});
