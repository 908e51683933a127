import assert from 'node:assert/strict';
import { GraphFunction } from '../../../src/cam/classifier/probe/graphFunction.ts';
import { smallFiles } from './smallFiles.ts';
import type { SmallNode } from './smallModel.ts';
import { WatchedSessions } from './watchedSessions.ts';

const FLOAT = 1;

/** The sum of each row. */
const SUMS: SmallNode = { name: 'scores', operator: 'ReduceSum', inputs: ['picture', 'axes'] };
const CONSTANTS = { axes: { dims: [3], values: [1, 2, 3] } };

/** Rows of so many values, each of its number, counted from 1. */
function rowsOf(count: number, elements: number): Float32Array[] {
  return Array.from({ length: count }, (_, row) => new Float32Array(elements).fill(row + 1));
}

describe('A part of a model', () => {
  const graphOf = smallFiles();
  const sessions = new WatchedSessions();
  before(() => sessions.start());
  after(() => sessions.stop());

  /** The part from the picture to `scores`. */
  async function partOf(
    dims: number[],
    nodes: SmallNode[] = [SUMS],
    constants: Parameters<typeof graphOf>[0]['constants'] = CONSTANTS,
  ) {
    const graph = await graphOf({ picture: dims.map(() => undefined), nodes, constants });
    const from = { name: 'picture', elementType: FLOAT, dims };
    const scores = { name: 'scores', elementType: FLOAT, dims: [] };
    const part = await GraphFunction.create(graph, from, [scores]);
    /** The answers, and the rows of each run. */
    const ask = async (rows: Float32Array[]) => {
      sessions.rows = [];
      const answers = await part.ask(rows);
      return { answers: answers.map((answer) => [...answer]), fed: sessions.rows };
    };
    return { part, ask };
  }

  it('is fed many rows at once, once two of them give what one gives', async () => {
    const { part, ask } = await partOf([1, 3, 2, 2]);
    assert.equal(part.inputs, 12);
    assert.deepEqual(await ask(rowsOf(1, 12)), { answers: [[12]], fed: [1] });
    assert.deepEqual(await ask(rowsOf(2, 12)), { answers: [[12], [24]], fed: [1, 2, 2] });
    assert.deepEqual(await ask(rowsOf(3, 12)), { answers: [[12], [24], [36]], fed: [3] });
    assert.deepEqual(await ask([]), { answers: [], fed: [] });
    await part.dispose();
    assert.equal(sessions.open, 0);
  });

  it('is fed at most 32 MiB at once, but at least one row', async () => {
    const first: SmallNode = {
      name: 'scores',
      operator: 'Gather',
      inputs: ['picture', 'axes of one'],
      attributes: { axis: 3 },
    };
    const constants = { 'axes of one': { dims: [1], values: [0] } };
    for (const [rows, elements, fed] of [
      [3, 2 ** 22, [1, 2, 2, 1]],
      [2, 2 ** 23 + 1, [1, 2, 1, 1]],
    ] as const) {
      const { part, ask } = await partOf([1, 1, 1, elements], [first], constants);
      const expected = rowsOf(rows, 1).map(([value = 0]) => [value]);
      assert.deepEqual(await ask(rowsOf(rows, elements)), { answers: expected, fed });
      await part.dispose();
    }
  });

  it('is fed exactly as many rows as the model takes at once, zeros where there are fewer', async () => {
    for (const [batch, rows, fed] of [
      [2, 3, [2, 2]],
      [4, 1, [4]],
      [4, 6, [4, 4]],
    ] as const) {
      const { part, ask } = await partOf([batch, 1, 1, 3]);
      const expected = rowsOf(rows, 1).map(([value = 0]) => [3 * value]);
      assert.deepEqual(await ask(rowsOf(rows, 3)), { answers: expected, fed });
      await part.dispose();
    }
  });

  it('is fed one row at a time where its shapes hold for one, or rows change each other', async () => {
    const flat: SmallNode[] = [
      { name: 'flat', operator: 'Reshape', inputs: ['picture', 'axes of one'] },
      { name: 'scores', operator: 'ReduceSum', inputs: ['flat', 'axes'] },
    ];
    const mixed: SmallNode[] = [
      { name: 'all', operator: 'ReduceMean', inputs: ['picture', 'axes of rows'] },
      { name: 'moved', operator: 'Add', inputs: ['picture', 'all'] },
      { name: 'scores', operator: 'ReduceSum', inputs: ['moved', 'axes of a row'] },
    ];
    const one = await partOf([1, 1, 2, 2], flat, {
      'axes of one': { dims: [2], values: [1, 4] },
      axes: { dims: [1], values: [1] },
    });
    const twice = await partOf([1, 1, 2, 2], mixed, {
      'axes of rows': { dims: [1], values: [0] },
      'axes of a row': { dims: [3], values: [1, 2, 3] },
    });
    for (const [{ part, ask }, factor] of [[one, 4] as const, [twice, 8] as const]) {
      const expected = [1, 2, 3].map((value) => [factor * value]);
      assert.deepEqual(await ask(rowsOf(3, 4)), { answers: expected, fed: [1, 2, 1, 1, 1] });
      assert.deepEqual((await ask(rowsOf(2, 4))).fed, [1, 1]);
      await part.dispose();
    }
  });

  it('that makes one row of all is refused where the model takes several', async () => {
    const all: SmallNode = { name: 'scores', operator: 'ReduceSum', inputs: ['picture'] };
    const { part, ask } = await partOf([2, 1, 1, 2], [all], {});
    await assert.rejects(ask(rowsOf(2, 2)), {
      code: 'modelRefused',
      message: /"scores" that mixes the images of a batch/,
    });
    await part.dispose();
  });

  it('takes tokens as a grid, in either order of its axes, of any size', async () => {
    const doubled: SmallNode = { name: 'scores', operator: 'Add', inputs: ['picture', 'picture'] };
    for (const [dims, grid] of [
      [
        [1, 6, 4],
        [2, 3, 4],
      ],
      [
        [1, 4, 6],
        [4, 2, 3],
      ],
      [
        [1, 4, 4],
        [2, 2, 4],
      ],
      [
        [1, 4, 4],
        [4, 2, 2],
      ],
      // The smallest map that a pooled head is asked about.
      [
        [1, 6, 4],
        [1, 1, 4],
      ],
      [
        [1, 4, 6],
        [4, 1, 1],
      ],
    ]) {
      const { part } = await partOf(dims ?? [], [doubled], {});
      const row = new Float32Array((grid ?? []).reduce((all, size) => all * size, 1));
      const values = row.map((_, i) => i);
      const [found = []] = await part.evaluate([values], grid ?? []);
      assert.deepEqual(
        [...found],
        Array.from(values, (value) => 2 * value),
        String(grid),
      );
      await part.dispose();
    }
  });

  it('tells the shapes of what it makes', async () => {
    const { part } = await partOf([1, 3, 4, 5]);
    assert.deepEqual([...(await part.measure())], [['scores', [1, 1, 1, 1]]]);
    await part.dispose();
  });
});
