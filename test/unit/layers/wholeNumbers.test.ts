import assert from 'node:assert/strict';
import { WholeNumberFolder } from '../../../src/cam/layers/wholeNumbers.ts';
import type { Attributes } from './uses.ts';
import { makeNode } from './uses.ts';

const INT32 = 6;
const INT64 = 7;
const FLOAT = 1;

interface Case {
  does: string;
  operator: string;
  inputs: number[][];
  attributes?: Attributes;
  /** As in NumPy and the text of the ONNX operator; undefined if the result must be unknown. */
  expected: number[] | undefined;
}

const CASES: Case[] = [
  { does: 'adds to nothing', operator: 'Add', inputs: [[], [1]], expected: [] },
  { does: 'adds nothing', operator: 'Add', inputs: [[1], []], expected: [] },
  {
    does: 'adds',
    operator: 'Add',
    inputs: [
      [1, 2],
      [10, 20],
    ],
    expected: [11, 22],
  },
  {
    does: 'subtracts',
    operator: 'Sub',
    inputs: [
      [1, 2],
      [10, 30],
    ],
    expected: [-9, -28],
  },
  {
    does: 'multiplies',
    operator: 'Mul',
    inputs: [
      [3, -2],
      [4, 5],
    ],
    expected: [12, -10],
  },
  {
    does: 'divides towards 0',
    operator: 'Div',
    inputs: [
      [7, -7, 8],
      [2, 2, 3],
    ],
    expected: [3, -3, 2],
  },
  { does: 'broadcasts the first', operator: 'Sub', inputs: [[10], [1, 2, 3]], expected: [9, 8, 7] },
  {
    does: 'broadcasts the second',
    operator: 'Sub',
    inputs: [[1, 2, 3], [10]],
    expected: [-9, -8, -7],
  },
  { does: 'adds single numbers', operator: 'Add', inputs: [[2], [3]], expected: [5] },
  {
    does: 'does not add 2 and 3 numbers',
    operator: 'Add',
    inputs: [
      [1, 2],
      [1, 2, 3],
    ],
    expected: undefined,
  },
  {
    does: 'does not add 3 and 2 numbers',
    operator: 'Add',
    inputs: [
      [1, 2, 3],
      [1, 2],
    ],
    expected: undefined,
  },
  { does: 'knows no division by 0', operator: 'Div', inputs: [[1], [0]], expected: undefined },
  { does: 'copies', operator: 'Identity', inputs: [[4, 5]], expected: [4, 5] },
  {
    does: 'casts to int64',
    operator: 'Cast',
    inputs: [[4]],
    attributes: { to: INT64 },
    expected: [4],
  },
  {
    does: 'casts to int32',
    operator: 'Cast',
    inputs: [[4]],
    attributes: { to: INT32 },
    expected: [4],
  },
  {
    does: 'does not cast to float',
    operator: 'Cast',
    inputs: [[4]],
    attributes: { to: FLOAT },
    expected: undefined,
  },
  { does: 'takes an axis more', operator: 'Unsqueeze', inputs: [[4], [0]], expected: [4] },
  { does: 'takes an axis off', operator: 'Squeeze', inputs: [[4], [0]], expected: [4] },
  {
    does: 'gathers',
    operator: 'Gather',
    inputs: [
      [5, 6, 7],
      [2, 0],
    ],
    expected: [7, 5],
  },
  { does: 'gathers from the end', operator: 'Gather', inputs: [[5, 6, 7], [-1]], expected: [7] },
  {
    does: 'gathers nothing beyond the end',
    operator: 'Gather',
    inputs: [[5, 6], [2]],
    expected: undefined,
  },
  { does: 'joins lists', operator: 'Concat', inputs: [[1, 2], [3], [4]], expected: [1, 2, 3, 4] },
  {
    does: 'makes one row of it',
    operator: 'Reshape',
    inputs: [[1, 2, 3, 4], [-1]],
    expected: [1, 2, 3, 4],
  },
  { does: 'slices', operator: 'Slice', inputs: [[1, 2, 3, 4, 5], [1], [3]], expected: [2, 3] },
  {
    does: 'slices from the end',
    operator: 'Slice',
    inputs: [[1, 2, 3, 4, 5], [-3], [-1]],
    expected: [3, 4],
  },
  {
    does: 'slices to any end',
    operator: 'Slice',
    inputs: [[1, 2, 3], [1], [2 ** 53]],
    expected: [2, 3],
  },
  {
    does: 'slices from before the beginning',
    operator: 'Slice',
    inputs: [[1, 2, 3], [-9], [2]],
    expected: [1, 2],
  },
  {
    does: 'slices every other',
    operator: 'Slice',
    inputs: [[1, 2, 3, 4, 5], [0], [5], [0], [2]],
    expected: [1, 3, 5],
  },
  {
    does: 'slices backwards',
    operator: 'Slice',
    inputs: [[1, 2, 3, 4], [-1], [-9], [0], [-1]],
    expected: [4, 3, 2, 1],
  },
  {
    does: 'slices backwards in part',
    operator: 'Slice',
    inputs: [[1, 2, 3, 4], [9], [0], [0], [-2]],
    expected: [4, 2],
  },
  {
    does: 'slices as up to opset 9',
    operator: 'Slice',
    inputs: [[1, 2, 3]],
    attributes: { starts: [1], ends: [3], axes: [0] },
    expected: [2, 3],
  },
  {
    does: 'does not slice in steps of 0',
    operator: 'Slice',
    inputs: [[1, 2, 3], [0], [3], [0], [0]],
    expected: undefined,
  },
  {
    does: 'does not slice other axes',
    operator: 'Slice',
    inputs: [[1, 2, 3], [0], [2], [1]],
    expected: undefined,
  },
  {
    does: 'does not slice several axes',
    operator: 'Slice',
    inputs: [
      [1, 2, 3],
      [0, 0],
      [2, 2],
      [0, 1],
    ],
    expected: undefined,
  },
  {
    does: 'does not slice without an end',
    operator: 'Slice',
    inputs: [[1, 2, 3], [0]],
    expected: undefined,
  },
  { does: 'leaves other operators', operator: 'Neg', inputs: [[1]], expected: undefined },
];

describe('Arithmetic on sizes', () => {
  for (const { does, operator, inputs, attributes, expected } of CASES) {
    it(`${does} (${operator})`, () => {
      const names = inputs.map((_, index) => `in${index}`);
      const folder = folderOf(Object.fromEntries(inputs.map((list, i) => [`in${i}`, list])));
      folder.add(makeNode(operator, names, attributes), () => undefined);
      assert.deepEqual(folder.get('out'), expected);
    });

    if (expected === undefined || inputs.length < 2) continue;
    it(`${does} (${operator}) not without the first`, () => {
      const names = inputs.map((_, index) => `in${index}`);
      const folder = folderOf(
        Object.fromEntries(inputs.slice(1).map((list, i) => [`in${i + 1}`, list])),
      );
      folder.add(makeNode(operator, names, attributes), () => undefined);
      assert.equal(folder.get('out'), undefined);
    });
  }

  for (const operator of ['Add', 'Concat', 'Gather', 'Reshape']) {
    it(`needs the second number too (${operator})`, () => {
      const folder = folderOf({ in0: [0] });
      folder.add(makeNode(operator, ['in0', 'in1']), () => undefined);
      assert.equal(folder.get('out'), undefined);
    });
  }

  it('turns the pads of PyTorch into those of ONNX: in pairs, backwards, by rows', () => {
    // numpy.array([1, 2, 3, 4, 0, 0, 0, 0]).reshape(-1, 2)[::-1].T.reshape(-1)
    const folder = folderOf({
      ...{ pads: [1, 2, 3, 4, 0, 0, 0, 0], pairs: [-1, 2], flat: [-1] },
      ...{ start: [-1], end: [-(2 ** 53)], axis: [0], step: [-1] },
    });
    const add = (operator: string, inputs: string[], output: string) =>
      folder.add(makeNode(operator, inputs, {}, output), () => undefined);
    add('Reshape', ['pads', 'pairs'], 'rows');
    add('Slice', ['rows', 'start', 'end', 'axis', 'step'], 'reversed');
    add('Transpose', ['reversed'], 'columns');
    add('Reshape', ['columns', 'flat'], 'out');
    assert.deepEqual(folder.get('reversed'), [0, 0, 0, 0, 3, 4, 1, 2]);
    assert.deepEqual(folder.get('out'), [0, 0, 3, 1, 0, 0, 4, 2]);
    // A list of two dimensions is no list of numbers to choose from.
    add('Gather', ['rows', 'axis'], 'gathered');
    add('Concat', ['flat', 'rows'], 'joined');
    add('Unsqueeze', ['rows', 'axis'], 'deeper');
    add('Transpose', ['pads'], 'turned');
    for (const name of ['gathered', 'joined', 'deeper', 'turned']) {
      assert.equal(folder.get(name), undefined, name);
    }
  });

  it('makes rows of one number, and none with a remainder', () => {
    const folder = folderOf({
      list: [1, 2, 3],
      one: [-1, 1],
      two: [-1, 2],
      none: [3, 0],
      more: [1, 3, 1],
    });
    for (const target of ['one', 'two', 'none', 'more']) {
      folder.add(makeNode('Reshape', ['list', target], {}, `by ${target}`), () => undefined);
    }
    assert.deepEqual(folder.get('by one'), [1, 2, 3]);
    for (const target of ['two', 'none', 'more']) {
      assert.equal(folder.get(`by ${target}`), undefined, target);
    }
  });

  it('takes the sizes of a tensor that carries the picture, all or some', () => {
    const folder = folderOf({});
    const sizesOf = (name: string) => (name === 'x' ? [1, 3, undefined, 8] : undefined);
    const add = (input: string, attributes: Attributes, output: string) =>
      folder.add(makeNode('Shape', [input], attributes, output), sizesOf);
    add('x', {}, 'all');
    add('x', { end: 2 }, 'head');
    add('x', { start: 1, end: 2 }, 'middle');
    add('x', { start: -1 }, 'last');
    add('other', {}, 'none');
    assert.deepEqual(
      ['all', 'head', 'middle', 'last', 'none'].map((name) => folder.get(name)),
      [undefined, [1, 3], [3], [8], undefined],
    );
  });

  it('stays with short lists', () => {
    const folder = folderOf({ half: Array(32).fill(1), one: [1] });
    folder.add(makeNode('Concat', ['half', 'half'], {}, 'longest'), () => undefined);
    folder.add(makeNode('Concat', ['longest', 'one'], {}, 'too long'), () => undefined);
    assert.equal(folder.get('longest')?.length, 64);
    assert.equal(folder.get('too long'), undefined);
  });

  it('keeps what the file states', () => {
    const folder = folderOf({ in0: [1], out: [5] });
    folder.add(makeNode('Identity', ['in0']), () => undefined);
    assert.deepEqual(folder.get('out'), [5]);
  });
});

function folderOf(constants: Record<string, number[]>): WholeNumberFolder {
  return new WholeNumberFolder(new Map(Object.entries(constants)));
}
