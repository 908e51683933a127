import assert from 'node:assert/strict';
import type { SpatialLayer } from '../../../src/cam/layers/listLayers.ts';
import { listLayers } from '../../../src/cam/layers/listLayers.ts';
import type { OnnxNode } from '../../../src/cam/onnx/file/model.ts';
import { makeConstant, makeGraph } from './graphs.ts';
import { makeNode } from './uses.ts';

interface Setting {
  dims?: (number | undefined)[];
  layout?: 'NCHW' | 'NHWC';
  sizes?: (number | undefined)[];
  integers?: number[];
}

/** The last of some nodes: `x` goes in, `y` comes out. */
function layerOf(nodes: OnnxNode[], setting: Setting = {}): SpatialLayer | undefined {
  const { dims = [1, 3, 8, 10], layout = 'NCHW', sizes, integers = [] } = setting;
  const graph = makeGraph(nodes, [makeConstant('w', 1, [6, 3, 1, 1])]);
  const span = { input: { name: 'x', dims }, layout, output: 'y' };
  const known = new Map(sizes ? [['y', sizes]] : []);
  return listLayers(graph, span, known, new Map([['numbers', integers]])).find(
    ({ layer }) => layer.tensor === 'y',
  );
}

function layoutOf(operator: string, setting?: Setting, inputs = ['x']): string {
  const layer = layerOf([makeNode(operator, inputs, {}, 'y')], setting);
  if (!layer) return 'none';
  const { channelAxis, channels, height, width } = layer.layout ?? {};
  return layer.layout ? `${channelAxis}: ${channels} of ${height}x${width}` : 'unknown';
}

describe('Tensors that are laid out as maps', () => {
  it('have channels first or last, as the picture has', () => {
    assert.equal(layoutOf('Relu'), '1: 3 of 8x10');
    assert.equal(layoutOf('Relu', { layout: 'NHWC', dims: [1, 8, 10, 3] }), '3: 3 of 8x10');
  });

  it('have channels if nothing is between rows and columns', () => {
    const turned = (perm: number[]) => {
      const layer = layerOf([makeNode('Transpose', ['x'], { perm }, 'y')]);
      return layer?.layout?.channelAxis;
    };
    assert.equal(turned([0, 2, 3, 1]), 3);
    assert.equal(turned([0, 1, 2, 3]), 1);
    assert.equal(turned([0, 2, 1, 3]), undefined);
    assert.equal(turned([0, 1, 3, 2]), undefined);
  });

  it('have one row or one channel at the least, not one position', () => {
    assert.equal(layoutOf('Relu', { dims: [1, 3, 1, 10] }), '1: 3 of 1x10');
    assert.equal(layoutOf('Relu', { dims: [1, 1, 8, 10] }), '1: 1 of 8x10');
    assert.equal(layoutOf('Relu', { dims: [1, 3, 1, 1] }), 'none');
    assert.equal(layoutOf('Relu', { dims: [1, 1, 1, 10] }), 'none');
    assert.equal(layoutOf('Relu', { dims: [1, 0, 8, 10] }), 'none');
    assert.equal(layoutOf('GlobalAveragePool'), 'none');
  });

  it('have an unknown layout if sizes are unknown', () => {
    assert.equal(layoutOf('Relu', { dims: [1, 3, undefined, undefined] }), 'unknown');
    assert.equal(layoutOf('Relu', { dims: [1, undefined, 8, 10] }), 'unknown');
    assert.equal(layoutOf('NonZero', { sizes: [1, undefined, 8, 8] }), 'none');
  });

  it('have as many pictures as the input', () => {
    assert.equal(layoutOf('Relu', { dims: [2, 3, 8, 10] }), '1: 3 of 8x10');
    assert.equal(layoutOf('Relu', { dims: [undefined, 3, 8, 10] }), '1: 3 of 8x10');
    assert.equal(layoutOf('Relu', { sizes: [2, 3, 8, 10] }), 'none');
    assert.equal(layoutOf('Relu', { dims: [undefined, 3, 8, 10], sizes: [2, 3, 8, 10] }), 'none');
  });

  it('are tokens, one row after the other', () => {
    const tokens = (integers: number[]) => layoutOf('Reshape', { integers }, ['x', 'numbers']);
    assert.equal(tokens([1, 3, 80]), '1: 3 of 8x10');
    assert.equal(tokens([1, 24, 10]), 'none');
    assert.equal(tokens([1, 240]), 'none');
    assert.equal(tokens([1, 240, 1]), 'none');
    assert.equal(tokens([3, 8, 10]), 'none');
    assert.equal(tokens([1, 3, 2, 4, 10]), 'none');
    const reshape = makeNode('Reshape', ['x', 'numbers'], {}, 'row');
    const turned = (perm: number[]) => {
      const transpose = makeNode('Transpose', ['row'], { perm }, 'y');
      return layerOf([reshape, transpose], { integers: [1, 3, 80] })?.layout;
    };
    assert.deepEqual(turned([0, 2, 1]), { channelAxis: 3, channels: 3, height: 8, width: 10 });
    assert.deepEqual(turned([0, 1, 2]), { channelAxis: 1, channels: 3, height: 8, width: 10 });
    const columnsFirst = makeNode('Transpose', ['x'], { perm: [0, 1, 3, 2] }, 'turned');
    const row = makeNode('Reshape', ['turned', 'numbers'], {}, 'y');
    assert.equal(layerOf([columnsFirst, row], { integers: [1, 3, 80] }), undefined);
  });

  it('are guessed after an operator without a rule: two equal sizes side by side', () => {
    assert.equal(layoutOf('NonZero', { sizes: [1, 5, 7, 7] }), '1: 5 of 7x7');
    assert.equal(layoutOf('NonZero', { sizes: [1, 7, 7, 5] }), '3: 5 of 7x7');
    assert.equal(layoutOf('NonZero', { sizes: [1, 5, 2, 2] }), '1: 5 of 2x2');
    assert.equal(layoutOf('NonZero', { sizes: [1, 2, 2, 5] }), '3: 5 of 2x2');
    assert.equal(layoutOf('NonZero', { sizes: [1, 1, 2, 2] }), '1: 1 of 2x2');
    assert.equal(layoutOf('NonZero', { sizes: [1, 2, 2, 1] }), '3: 1 of 2x2');
    for (const sizes of [
      [1, 7, 7, 7],
      [1, 7, 5, 7],
      [1, 5, 6, 7],
      [1, 5, 1, 1],
      [1, 1, 1, 5],
    ]) {
      assert.equal(layoutOf('NonZero', { sizes }), 'none', String(sizes));
    }
  });

  it('are those from which the scores are computed', () => {
    const nodes = [makeNode('Relu', ['x'], {}, 'y'), makeNode('Relu', ['x'], {}, 'unused')];
    const graph = makeGraph(
      [
        makeNode('Conv', ['x', 'w'], {}, 'first'),
        makeNode('Relu', ['first'], {}, 'y'),
        ...nodes.slice(1),
      ],
      [makeConstant('w', 1, [6, 3, 1, 1])],
    );
    const span = {
      input: { name: 'x', dims: [1, 3, 8, 10] },
      layout: 'NCHW' as const,
      output: 'y',
    };
    const layers = listLayers(graph, span, new Map(), new Map()).map(({ layer }) => layer);
    assert.deepEqual(
      layers.map(({ tensor, parameters, isCutPoint }) => [tensor, parameters, isCutPoint]),
      [
        ['first', 18, true],
        ['y', 0, true],
      ],
    );
  });
});

describe('The receptive field of a tensor', () => {
  const said = (nodes: OnnxNode[], setting: Setting) => {
    const { stride, receptiveField } = layerOf(nodes, setting)?.layer ?? {};
    return { stride, receptiveField };
  };
  const pool = makeNode('MaxPool', ['x'], { kernel_shape: [3, 5], strides: [1, 2] }, 'y');

  it('has a stride and a size', () => {
    const expected = { stride: { x: 2, y: 1 }, receptiveField: { width: 5, height: 3 } };
    assert.deepEqual(said([pool], {}), expected);
  });

  it('is unknown if one axis is unknown', () => {
    const nothing = { stride: undefined, receptiveField: undefined };
    for (const strides of [
      [0, 1],
      [1, 0],
    ]) {
      const lost = makeNode('MaxPool', ['x'], { kernel_shape: [3, 5], strides }, 'y');
      assert.deepEqual(said([lost], { sizes: [1, 3, 6, 6] }), nothing);
    }
  });

  it('is global if both axes see everything', () => {
    const normalise = (operator: string, axis: number) => makeNode(operator, ['x'], { axis }, 'y');
    const stride = { x: 1, y: 1 };
    assert.deepEqual(said([normalise('LayerNormalization', 2)], {}), {
      stride,
      receptiveField: 'global',
    });
    for (const axis of [2, 3]) {
      assert.deepEqual(said([normalise('Softmax', axis)], {}), {
        stride,
        receptiveField: undefined,
      });
    }
  });
});
