import assert from 'node:assert/strict';
import { readIntegerConstants } from '../../../src/cam/onnx/file/integerConstants.ts';
import type { Initializer, OnnxNode } from '../../../src/cam/onnx/file/model.ts';
import { makeConstant, makeGraph, makeTensor } from '../layers/graphs.ts';
import { makeNode } from '../layers/uses.ts';

/** `TensorProto.DataType`. */
const [FLOAT, INT32, INT64, BOOL] = [1, 6, 7, 9];

async function read(nodes: OnnxNode[], constants: Initializer[] = []) {
  return Object.fromEntries(await readIntegerConstants(makeGraph(nodes, constants).model));
}

describe('Small constants of whole numbers', () => {
  it('are read as numbers of either length', async () => {
    const long = new Uint8Array(new BigInt64Array([-1n, 2n ** 40n]).buffer);
    const short = new Uint8Array(new Int32Array([-5, 6, 7]).buffer);
    const found = await read(
      [],
      [
        makeConstant('long', INT64, [2], makeTensor(INT64, long)),
        makeConstant('short', INT32, [3], makeTensor(INT32, short)),
        makeConstant('listed', INT64, [2], makeTensor(INT64, [-1, 300])),
        makeConstant('listed short', INT32, [2], makeTensor(INT32, [4, 5])),
        makeConstant('single', INT64, [], makeTensor(INT64, [9])),
      ],
    );
    const expected = {
      long: [-1, 2 ** 40],
      short: [-5, 6, 7],
      listed: [-1, 300],
      'listed short': [4, 5],
      single: [9],
    };
    assert.deepEqual(found, expected);
  });

  it('are truth values, too', async () => {
    const found = await read(
      [],
      [
        makeConstant('flags', BOOL, [3], makeTensor(BOOL, Uint8Array.of(0, 1, 0))),
        makeConstant('listed', BOOL, [], makeTensor(BOOL, [1])),
      ],
    );
    assert.deepEqual(found, { flags: [0, 1, 0], listed: [1] });
  });

  it('are not those of other types, in other files, or with another number of values', async () => {
    const external = { location: 'weights', offset: 0, length: 8 };
    const found = await read(
      [],
      [
        makeConstant('float', FLOAT, [2], makeTensor(FLOAT, new Uint8Array(8))),
        makeConstant('float, listed', FLOAT, [2], makeTensor(FLOAT, [1, 2])),
        { ...makeConstant('outside', INT64, [1], makeTensor(INT64, [1])), external },
        makeConstant('damaged', INT64, [3], makeTensor(INT64, [1])),
        makeConstant('cut off', INT64, [2], makeTensor(INT64, new Uint8Array(15))),
      ],
    );
    assert.deepEqual(found, {});
  });

  it('are not long', async () => {
    const ones = (count: number) => makeTensor(INT64, Array<number>(count).fill(1));
    const found = await read(
      [],
      [
        makeConstant('longest', INT64, [64], ones(64)),
        makeConstant('too long', INT64, [65], ones(65)),
      ],
    );
    assert.deepEqual(Object.keys(found), ['longest']);
  });

  it('are in nodes, too', async () => {
    const found = await read([
      makeNode('Constant', [], { value_ints: [3, 4] }, 'list'),
      makeNode('Constant', [], { value_int: 5 }, 'number'),
      makeNode('Constant', [], {}, 'nothing'),
      makeNode('Other', [], { value_int: 5 }, 'other'),
      { ...makeNode('Constant', [], { value_int: 5 }), outputs: [] },
    ]);
    assert.deepEqual(found, { list: [3, 4], number: [5] });
  });

  it('are of a shape and one number', async () => {
    const seven = makeTensor(INT64, [7]);
    const shape = (name: string, sizes: number[]) =>
      makeConstant(name, INT64, [sizes.length], makeTensor(INT64, sizes));
    const found = await read(
      [
        makeNode('ConstantOfShape', ['two by three'], { value: seven }, 'six'),
        makeNode('ConstantOfShape', ['empty'], { value: seven }, 'none'),
        makeNode('ConstantOfShape', ['single'], { value: seven }, 'one'),
        makeNode('ConstantOfShape', ['full'], { value: seven }, 'all'),
        makeNode('ConstantOfShape', ['long'], { value: seven }, 'too many'),
        makeNode('ConstantOfShape', ['damaged'], { value: seven }, 'negative'),
        makeNode('ConstantOfShape', ['other'], { value: seven }, 'unknown'),
        makeNode('ConstantOfShape', ['empty'], {}, 'zeros'),
        makeNode(
          'ConstantOfShape',
          ['single'],
          { value: makeTensor(INT32, new Uint8Array(new Int32Array([8]).buffer)) },
          'eight',
        ),
        makeNode(
          'ConstantOfShape',
          ['single'],
          { value: makeTensor(FLOAT, new Uint8Array(4)) },
          'float',
        ),
      ],
      [
        ...[shape('two by three', [2, 3]), shape('empty', [0]), shape('single', [1])],
        ...[shape('full', [64]), shape('long', [65]), shape('damaged', [-1])],
      ],
    );
    const { six, none, one, all, eight, ...others } = found;
    assert.deepEqual([six, none, one, all?.length, eight], [Array(6).fill(7), [], [7], 64, [8]]);
    assert.deepEqual(Object.keys(others), [
      'two by three',
      'empty',
      'single',
      'full',
      'long',
      'damaged',
    ]);
  });
});
