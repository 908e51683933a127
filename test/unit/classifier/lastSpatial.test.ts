import assert from 'node:assert/strict';
import { analyseModel } from '../../../src/cam/classifier/analysis.ts';
import { smallFiles } from './smallFiles.ts';
import type { SmallModel, SmallNode } from './smallModel.ts';
import { features, node } from './smallParts.ts';

/** Rows of tokens from `features`: [1, 16, 2]. */
const TOKENS = [
  node('row', 'Reshape', ['features', 'axes of a row']),
  node('tokens', 'Transpose', ['row'], { perm: [0, 2, 1] }),
];
const CONSTANTS = {
  'axes of a row': { dims: [3], values: [1, 2, 16] },
  axes: { dims: [1], values: [1] },
  weights: { dims: [2, 3], values: [1, 2, 3, 5, -6, 3] },
};

describe('the last tensor that has positions', () => {
  const graphOf = smallFiles();

  /** `features` are 2 channels × 4×4. */
  async function read(
    nodes: SmallNode[],
    more: SmallModel['constants'] = {},
    [height, width] = [12, 12],
  ) {
    const { nodes: before, constants } = features(2, 3);
    const graph = await graphOf({
      picture: [1, 3, height, width],
      nodes: [...before, ...nodes],
      constants: { ...constants, ...CONSTANTS, ...more },
    });
    return analyseModel(graph);
  }

  const blocks = (count: number, from: string) =>
    Array.from({ length: count }, (_, i) =>
      node(`block${i + 1}`, 'Tanh', [i === 0 ? from : `block${i}`]),
    );
  /** The scores are made of one token alone. */
  const ofOne = (from: string) => [
    node('one', 'Gather', [from, 'axes of one'], { axis: 1 }),
    node('scores', 'MatMul', ['one', 'weights']),
  ];

  it('is not among tokens that were put before the patches: one to five of them', async () => {
    const withExtra = (extra: number, count: number) =>
      read(
        [
          ...TOKENS,
          node('all', 'Concat', ['extra', 'tokens'], { axis: 1 }),
          ...blocks(count, 'all'),
          ...ofOne(`block${count}`),
        ],
        {
          extra: { dims: [1, extra, 2], values: Array.from({ length: 2 * extra }, (_, i) => i) },
          'axes of one': { dims: [], values: [extra] },
        },
      );
    await assert.rejects(withExtra(1, 2), {
      code: 'noSpatialMap',
      message: /works on 4×4 patches and 1 extra token without a position/,
    });
    for (const extra of [2, 5]) {
      await assert.rejects(withExtra(extra, 2), {
        code: 'noSpatialMap',
        message: new RegExp(`4×4 patches and ${extra} extra tokens without a position`),
      });
    }
    // Then they are no class tokens, or too few blocks work on them for a transformer.
    await assert.rejects(withExtra(6, 2), { code: 'headNotLinear' });
    await assert.rejects(withExtra(1, 1), { code: 'headNotLinear' });
  });

  it('is that of the patches of a transformer that takes their mean', async () => {
    const { feature, mapKind, layout } = await read([
      ...TOKENS,
      ...blocks(3, 'tokens'),
      node('values', 'ReduceMean', ['block3', 'axes'], { keepdims: 0 }),
      node('scores', 'MatMul', ['values', 'weights']),
    ]);
    assert.deepEqual([feature.name, mapKind], ['block3', 'cam']);
    assert.deepEqual(layout, { channelAxis: 3, channels: 2, height: 4, width: 4 });
  });

  it('is not among tokens that were regrouped from another grid', async () => {
    // 4 tokens, each of 4 patches.
    const regrouped = (count: number) =>
      read(
        [
          ...TOKENS,
          node('groups', 'Reshape', ['tokens', 'axes of groups']),
          ...blocks(count, 'groups'),
          node('values', 'ReduceMean', [`block${count}`, 'axes'], { keepdims: 0 }),
          node('scores', 'MatMul', ['values', 'more weights']),
        ],
        {
          'axes of groups': { dims: [3], values: [1, 4, 8] },
          'more weights': {
            dims: [8, 3],
            values: Array.from({ length: 24 }, (_, i) => Math.cos(i)),
          },
        },
      );
    await assert.rejects(regrouped(2), {
      code: 'noSpatialMap',
      message: /its 4 tokens do not come from a map with as many positions/,
    });
    await assert.rejects(regrouped(1), { code: 'headNotLinear' });
  });

  it('is read in its own order where nothing tells what its axes are', async () => {
    const flat = (dims: number[], ...more: SmallNode[]) =>
      read(
        [
          node('reshaped', 'Reshape', ['features', 'axes of four']),
          node('flat', 'Flatten', ['reshaped']),
          ...more,
        ],
        {
          'axes of four': { dims: [4], values: dims },
          'weights of all': {
            dims: [32, 3],
            values: Array.from({ length: 96 }, (_, i) => Math.cos(i)),
          },
        },
      );
    const linear = await flat([1, 2, 4, 4], node('scores', 'MatMul', ['flat', 'weights of all']));
    assert.deepEqual([linear.feature.name, linear.mapKind], ['reshaped', 'positionWeights']);
    assert.deepEqual(linear.layout, { channelAxis: 1, channels: 2, height: 4, width: 4 });
    const nonLinear = flat(
      [1, 2, 4, 4],
      node('mixed', 'MatMul', ['flat', 'weights of all']),
      node('scores', 'Tanh', ['mixed']),
    );
    await assert.rejects(nonLinear, {
      code: 'headNotLinear',
      message: /does not pool the 2 × 4×4 map/,
    });
  });

  it('has the proportions of the picture, or nearly so, where nothing tells what its axes are', async () => {
    const readAs = async (rows: number, columns: number, size: [number, number]) => {
      const { feature } = await read(
        [
          node('reshaped', 'Reshape', ['features', 'axes of four']),
          node('values', 'ReduceMean', ['reshaped', 'axes of the map'], { keepdims: 0 }),
          node('scores', 'MatMul', ['values', 'weights']),
        ],
        {
          'axes of four': { dims: [4], values: [1, 2, rows, columns] },
          'axes of the map': { dims: [2], values: [2, 3] },
        },
        size,
      );
      return feature.name;
    };
    // Maps of 6×6, 4×6 and 6×4.
    assert.equal(await readAs(6, 6, [18, 18]), 'reshaped');
    assert.equal(await readAs(4, 9, [18, 18]), 'features');
    assert.equal(await readAs(9, 4, [18, 18]), 'features');
    assert.equal(await readAs(4, 6, [12, 18]), 'reshaped');
    assert.equal(await readAs(6, 4, [12, 18]), 'features');
    assert.equal(await readAs(6, 4, [18, 12]), 'reshaped');
    assert.equal(await readAs(4, 6, [18, 12]), 'features');
  });

  it('is found where only a run can tell its shape', async () => {
    const { feature, mapKind, layout } = await read(
      [
        // 0 for every picture, and a shape that depends on it.
        node('nothing', 'Mul', ['features', 'zero']),
        node('least', 'ReduceMin', ['nothing'], { keepdims: 0 }),
        node('whole', 'Cast', ['least'], { to: 7 }),
        node('shape', 'Add', ['whole', 'axes of four']),
        node('reshaped', 'Reshape', ['features', 'shape']),
        node('values', 'ReduceMean', ['reshaped', 'axes of the map'], { keepdims: 0 }),
        node('scores', 'MatMul', ['values', 'weights']),
      ],
      {
        zero: { dims: [1], values: [0] },
        'axes of four': { dims: [4], values: [1, 2, 4, 4] },
        'axes of the map': { dims: [2], values: [2, 3] },
      },
    );
    assert.deepEqual([feature.name, mapKind], ['reshaped', 'cam']);
    assert.deepEqual(layout, { channelAxis: 1, channels: 2, height: 4, width: 4 });
  });

  it('is none in a model without any', async () => {
    const graph = await graphOf({
      picture: [1, 3, 4, 4],
      nodes: [
        node('values', 'ReduceMean', ['picture', 'axes'], { keepdims: 0 }),
        node('scores', 'MatMul', ['values', 'weights']),
      ],
      constants: {
        axes: { dims: [2], values: [2, 3] },
        weights: { dims: [3, 2], values: [1, 2, 3, 4, 5, -6] },
      },
    });
    await assert.rejects(analyseModel(graph), {
      code: 'noSpatialMap',
      message: /no spatial feature map between its input and its output/,
    });
  });
});
