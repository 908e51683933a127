import assert from 'node:assert/strict';
import { countParameters, isWeight, weightsOfNodes } from '../../../src/cam/layers/parameters.ts';
import { makeConstant, makeGraph } from './graphs.ts';
import { makeNode } from './uses.ts';

const FLOAT = 1;
const INT64 = 7;

describe('Weights of a layer', () => {
  it('are numbers of the types that weights have', () => {
    // TensorProto.DataType: float, uint8, int8, int32, float16, double, bfloat16, float8 (4), uint4, int4.
    const types = Array.from({ length: 24 }, (_, type) => type);
    const weights = types.filter((type) => isWeight(makeConstant('w', type, [2])));
    assert.deepEqual(weights, [1, 2, 3, 6, 10, 11, 16, 17, 18, 19, 20, 21, 22]);
  });

  it('are not single numbers, nor impossible', () => {
    const dims = [[], [1], [0], [-1], [2 ** 60]];
    const weights = dims.map((sizes) => isWeight(makeConstant('w', FLOAT, sizes)));
    assert.deepEqual(weights, [false, true, true, false, false]);
  });

  it('are found through computations on weights, each once', () => {
    const graph = makeGraph(
      [
        makeNode('DequantizeLinear', ['stored', 'scale'], {}, 'weights'),
        makeNode('Conv', ['x', 'weights', 'bias', 'bias'], {}, 'a'),
        makeNode('Add', ['a', 'bias'], {}, 'b'),
        makeNode('Resize', ['b', '', 'factors'], {}, 'c'),
        makeNode('Upsample', ['c', 'factors'], {}, 'd'),
        makeNode('Mul', ['d', 'filled'], {}, 'e'),
      ],
      [
        ...[makeConstant('stored', 3, [4, 3, 3, 3]), makeConstant('scale', FLOAT, [4])],
        ...[makeConstant('bias', FLOAT, [4]), makeConstant('factors', FLOAT, [4])],
      ],
    );
    const carrying = new Set(['x', 'a', 'b', 'c', 'd', 'e']);
    const found = [...weightsOfNodes(graph, carrying, new Map())].map(
      ([{ opType }, weights]) => `${opType} ${weights.map(({ name }) => name).sort()}`,
    );
    assert.deepEqual(found, ['Conv bias,scale,stored', 'Add bias', 'Mul ']);
    const counts = [...countParameters(graph, carrying, new Map())];
    assert.deepEqual(
      counts.map(([{ opType }, count]) => [opType, count]),
      [
        ['Conv', 4 * 3 * 3 * 3 + 4 + 4],
        ['Add', 0],
        ['Mul', 0],
      ],
    );
  });

  it('may be one repeated number', () => {
    const graph = makeGraph(
      [
        makeNode('ConstantOfShape', ['shape'], {}, 'filled'),
        makeNode('ConstantOfShape', ['single'], {}, 'one'),
        makeNode('ConstantOfShape', ['scalar'], {}, 'number'),
        makeNode('Mul', ['x', 'filled'], {}, 'a'),
        makeNode('Mul', ['a', 'one'], {}, 'b'),
        makeNode('Mul', ['b', 'number'], {}, 'c'),
      ],
      [makeConstant('shape', INT64, [2])],
    );
    const integers = new Map([
      ['shape', [2, 3]],
      ['single', [1]],
      ['scalar', []],
    ]);
    const counts = countParameters(graph, new Set(['x', 'a', 'b', 'c']), integers);
    assert.deepEqual([...counts.values()], [6, 1, 0]);
  });
});
