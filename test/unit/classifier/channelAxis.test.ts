import assert from 'node:assert/strict';
import {
  channelAxisOf,
  hasKnownAxes,
  readFirstConvolution,
} from '../../../src/cam/classifier/input/channelAxis.ts';
import { smallFiles } from './smallFiles.ts';
import type { SmallModel, SmallNode } from './smallModel.ts';
import { node } from './smallParts.ts';

describe('the axis of the channels', () => {
  const graphOf = smallFiles();

  const FIRST = [1, 3, 8, 8];
  const LAST = [1, 8, 8, 3];
  const CONSTANTS = {
    kernel: { dims: [4, 3, 3, 3], values: new Array(108).fill(1) },
    'axes of four': { dims: [4], values: [1, 3, 8, 8] },
  };

  const conv = (from: string) => node('scores', 'Conv', [from, 'kernel']);
  const turned = (name: string, from: string, perm: number[]) =>
    node(name, 'Transpose', [from], { perm });

  const axisOf = async (picture: SmallModel['picture'], nodes: SmallNode[], tensor = 'scores') =>
    channelAxisOf(await graphOf({ picture, nodes, constants: CONSTANTS }), tensor);

  it('is the first one of what works on maps, through what keeps the axes', async () => {
    for (const operator of [
      'AveragePool',
      'BatchNormalization',
      'ConvTranspose',
      'GlobalAveragePool',
      'GlobalMaxPool',
      'InstanceNormalization',
      'LRN',
      'LpPool',
      'MaxPool',
      'Conv',
    ]) {
      const nodes = [node('maps', operator, ['picture']), node('scores', 'Relu', ['maps'])];
      assert.equal(await axisOf(LAST, nodes), 1, operator);
    }
  });

  it('is followed through the order of the axes', async () => {
    const pooled = node('maps', 'MaxPool', ['picture']);
    const of = (...perms: number[][]) =>
      axisOf(FIRST, [
        pooled,
        ...perms.map((perm, i) =>
          turned(
            i === perms.length - 1 ? 'scores' : `turned${i}`,
            i === 0 ? 'maps' : `turned${i - 1}`,
            perm,
          ),
        ),
      ]);
    assert.equal(await of([0, 2, 3, 1]), 3);
    assert.equal(await of([0, 2, 3, 1], [0, 3, 1, 2]), 1);
    assert.equal(await of([0, 1, 3, 2]), 1);
    // Axis 2 holds the channels.
    assert.equal(await of([0, 2, 1, 3]), undefined);
    assert.equal(await of([0, 2, 1, 3], [0, 1, 3, 2]), 3);
  });

  it('is that of the picture where nothing else tells it', async () => {
    const relu = [node('scores', 'Relu', ['picture'])];
    assert.equal(await axisOf(FIRST, relu), 1);
    assert.equal(await axisOf([3, 1, 8, 8], relu), 1);
    assert.equal(await axisOf(LAST, relu), 3);
    assert.equal(await axisOf([1, 8, 8, 1], relu), 3);
    assert.equal(await axisOf([1, 8, 8, 4], relu), undefined);
    assert.equal(await axisOf(LAST, relu, 'picture'), 3);
    assert.equal(await axisOf(LAST, [turned('scores', 'picture', [0, 3, 1, 2])]), 1);
    // The first input is a constant.
    const added = [node('scores', 'Add', ['kernel', 'picture'])];
    assert.equal(await axisOf(LAST, added), 3);
  });

  it('is lost in what may change the axes', async () => {
    const reshape = node('scores', 'Reshape', ['picture', 'axes of four']);
    assert.equal(await axisOf(FIRST, [reshape]), undefined);
    for (const operator of ['Flatten', 'Squeeze', 'Unsqueeze', 'GatherND', 'Einsum', 'MatMul']) {
      assert.equal(await axisOf(FIRST, [node('scores', operator, ['picture'])]), undefined);
    }
    for (const operator of ['DepthToSpace', 'SpaceToDepth']) {
      assert.equal(await axisOf(FIRST, [node('scores', operator, ['picture'])]), undefined);
    }
    assert.equal(await axisOf(FIRST, [node('scores', 'ConstantOfShape', ['kernel'])]), undefined);
  });

  it('is known for rows of tokens, whatever made them', async () => {
    const nodes = [node('scores', 'Reshape', ['picture', 'axes of four'])];
    const graph = await graphOf({ picture: FIRST, nodes, constants: CONSTANTS });
    const isKnown = (name: string, dims: number[]) => hasKnownAxes(graph, { name, dims });
    assert.equal(isKnown('scores', [1, 64, 3]), true);
    assert.equal(isKnown('scores', FIRST), false);
    assert.equal(isKnown('picture', FIRST), true);
  });

  describe('of a picture', () => {
    const free = [undefined, undefined, undefined, undefined];
    const first = async (nodes: SmallNode[], more: SmallModel['constants'] = {}) =>
      readFirstConvolution(
        await graphOf({ picture: free, nodes, constants: { ...CONSTANTS, ...more } }),
        'picture',
      );

    it('is told by the first convolution, with the number of channels', async () => {
      assert.deepEqual(await first([conv('picture')]), { axis: 1, channels: 3 });
      const last = [turned('turned', 'picture', [0, 3, 1, 2]), conv('turned')];
      assert.deepEqual(await first(last), { axis: 3, channels: 3 });
      const exchanged = [turned('turned', 'picture', [0, 2, 1, 3]), conv('turned')];
      assert.deepEqual(await first(exchanged), { axis: 2, channels: 3 });
    });

    it('is told by a convolution in groups, or of 8-bit numbers', async () => {
      const one = { one: { dims: [3, 1, 3, 3], values: new Array(27).fill(1) } };
      const groups = node('scores', 'Conv', ['picture', 'one'], { group: 3 });
      assert.deepEqual(await first([groups], one), { axis: 1, channels: 3 });
      const inputs = ['picture', 'scale', 'zero', 'kernel'];
      const quantised = node('scores', 'QLinearConv', inputs);
      assert.deepEqual(await first([quantised]), { axis: 1, channels: 3 });
      for (const operator of ['ConvInteger', 'FusedConv']) {
        const found = await first([node('scores', operator, ['picture', 'kernel'])]);
        assert.deepEqual(found, { axis: 1, channels: 3 }, operator);
      }
    });

    it('is told by weights that are computed from others of their shape', async () => {
      const weights = [
        node('cast', 'Cast', ['kernel']),
        node('scaled', 'Mul', ['cast', 'scale']),
        node('scores', 'Conv', ['picture', 'scaled']),
      ];
      assert.deepEqual(await first(weights), { axis: 1, channels: 3 });
      // BiT standardises its weights as a row for each filter.
      const rows = { rows: { dims: [1, 4, 27], values: new Array(108).fill(1) } };
      const shaped = [
        node('weights', 'Reshape', ['rows', 'axes of weights']),
        node('scores', 'Conv', ['picture', 'weights']),
      ];
      const shape = { 'axes of weights': { dims: [4], values: [4, 3, 3, 3] } };
      assert.deepEqual(await first(shaped, { ...rows, ...shape }), { axis: 1, channels: 3 });
      const other = [
        turned('order', 'kernel', [3, 2, 0, 1]),
        node('scores', 'Conv', ['picture', 'order']),
      ];
      assert.equal(await first(other), undefined);
    });

    it('is not told without such a convolution', async () => {
      assert.equal(await first([node('scores', 'Relu', ['picture'])]), undefined);
      const lost = [node('flat', 'Reshape', ['picture', 'axes of four']), conv('flat')];
      assert.equal(await first(lost), undefined);
      const line = { line: { dims: [4, 3, 3], values: new Array(36).fill(1) } };
      assert.equal(await first([node('scores', 'Conv', ['picture', 'line'])], line), undefined);
      assert.equal(await first([node('scores', 'Conv', ['picture', 'nowhere'])]), undefined);
    });
  });
});
