import assert from 'node:assert/strict';
import type { Flow } from '../../../src/cam/layers/flow.ts';
import {
  axesIn,
  axisOf,
  channelDimension,
  joinFlows,
  positionDimension,
  reshapeDimensions,
  unknownFlow,
  withSizes,
} from '../../../src/cam/layers/flow.ts';
import { PIXELS, POOLED, UNKNOWN } from '../../../src/cam/layers/reach.ts';
import { dimsOf, picture, seenOf } from './uses.ts';

const SMALL = picture(3, 8, 10);
const NO_DIMS: Flow = { ...SMALL, dims: undefined };
const [ROWS, COLUMNS] = [positionDimension('y', 8), positionDimension('x', 10)];
const GRID = { size: 80, runs: [...ROWS.runs, ...COLUMNS.runs] };
const ONE = channelDimension(1);

describe('A dimension of a tensor', () => {
  it('has a size that can be one, or none', () => {
    const sizes = [0, 7, -1, 2.5, Number.NaN, undefined].map((size) => channelDimension(size).size);
    assert.deepEqual(sizes, [0, 7, undefined, undefined, undefined, undefined]);
  });

  it('runs along an axis, and several ones do not count', () => {
    assert.equal(axisOf(ROWS), 'y');
    assert.equal(axisOf(channelDimension(3)), undefined);
    assert.equal(axisOf(undefined), undefined);
    assert.equal(axisOf(GRID), undefined);
    assert.deepEqual(axesIn(GRID), ['y', 'x']);
    assert.deepEqual(axesIn(undefined), []);
    assert.equal(axisOf({ size: 8, runs: [...ONE.runs, ...ROWS.runs] }), 'y');
    assert.equal(
      axisOf({ size: 3, runs: [...channelDimension(3).runs, ...positionDimension('x', 1).runs] }),
      undefined,
    );
  });

  it('of one position still runs along its axis', () => {
    assert.equal(axisOf(positionDimension('x', 1)), 'x');
    assert.equal(axisOf({ size: 1, runs: [...ONE.runs, ...positionDimension('x', 1).runs] }), 'x');
  });
});

describe('A tensor with sizes that the runtime states', () => {
  it('takes them, and keeps the others', () => {
    const found = withSizes(picture(undefined, 8, undefined), [1, 3, undefined, 10]);
    assert.deepEqual([dimsOf(found), ...seenOf(found)], ['c1 c3 y8 x10', '1: 0..0', '1: 0..0']);
  });

  it('keeps positions in a row', () => {
    const found = withSizes({ ...SMALL, dims: [ONE, GRID] }, [1, 80]);
    assert.equal(dimsOf(found), 'c1 y8x10');
  });

  it('is not known where there are more or fewer of them', () => {
    for (const flow of [SMALL, NO_DIMS]) {
      const found = withSizes(flow, [3, 80]);
      assert.deepEqual([dimsOf(found), ...seenOf(found)], ['c3 c80', '?: ?', '?: ?']);
    }
    assert.equal(withSizes(SMALL, undefined), SMALL);
  });
});

describe('Two tensors in one', () => {
  const join = (first: Flow, second: Flow) => {
    const [one, other] = [joinFlows(first, second), joinFlows(second, first)];
    assert.deepEqual([dimsOf(one), ...seenOf(one)], [dimsOf(other), ...seenOf(other)]);
    return [dimsOf(one), ...seenOf(one)];
  };
  const wide: Flow = { ...SMALL, x: { stride: 1, fields: [{ low: -2, high: 1 }] } };

  it('have the positions of both, and see what either sees', () => {
    assert.deepEqual(join(SMALL, wide), ['c1 c3 y8 x10', '1: -2..1', '1: 0..0']);
  });

  it('are broadcast from the last dimension', () => {
    const row = { ...SMALL, dims: [COLUMNS], y: PIXELS };
    assert.deepEqual(join(SMALL, row), ['c1 c3 y8 x10', '1: 0..0', '1: ?']);
    const one = { ...SMALL, dims: [ONE, ONE, ROWS, COLUMNS] };
    assert.deepEqual(join(SMALL, one), ['c1 c3 y8 x10', '1: 0..0', '1: 0..0']);
  });

  it('have the rows of the one and the columns of the other', () => {
    const rows = { ...SMALL, dims: [ONE, ONE, ROWS, ONE] };
    const columns = { ...SMALL, dims: [ONE, ONE, ONE, COLUMNS] };
    assert.deepEqual(join(rows, columns), ['c1 c1 y8 x10', '1: ?', '1: ?']);
  });

  it('have positions rather than channels', () => {
    const channels = unknownFlow([1, 3, 8, 10]);
    assert.equal(join(SMALL, channels)[0], 'c1 c3 y8 x10');
  });

  it('see all if a gate does', () => {
    const gate = { dims: [ONE, channelDimension(3), ONE, ONE], x: POOLED, y: POOLED };
    assert.deepEqual(join(SMALL, gate), ['c1 c3 y8 x10', '1: global', '1: global']);
    assert.deepEqual(join(gate, gate), ['c1 c3 c1 c1', '?: global', '?: global']);
  });

  it('see all if the positions do, whatever the gate', () => {
    const all: Flow = { ...SMALL, x: { stride: 1, fields: 'global' } };
    const gate = unknownFlow([1, 3, 1, 1]);
    assert.deepEqual(join(all, gate), ['c1 c3 y8 x10', '1: global', '1: ?']);
  });

  it('are the known one if only one is known', () => {
    assert.deepEqual(join(SMALL, { dims: undefined, x: UNKNOWN, y: UNKNOWN }), [
      'c1 c3 y8 x10',
      '1: ?',
      '1: ?',
    ]);
  });
});

describe('Elements in another shape', () => {
  const to = (dims: Flow['dims'], sizes: (number | undefined)[]) =>
    dimsOf({ ...SMALL, dims: reshapeDimensions(dims ?? [], sizes) });

  it('are the same runs, in the same order', () => {
    const dims = [channelDimension(6), ROWS, COLUMNS];
    assert.equal(to(dims, [6, 80]), 'c6 y8x10');
    assert.equal(to(dims, [480]), 'c6y8x10');
    assert.equal(to(dims, [2, 3, 8, 10]), 'c2 c3 y8 x10');
    assert.equal(to(dims, [2, 24, 10]), 'c2 c3y8 x10');
    assert.equal(to(dims, [1, 6, 1, 8, 10, 1]), 'c1 c6 c1 y8 x10 c1');
  });

  it('are unknown if positions are split', () => {
    const dims = [channelDimension(6), ROWS, COLUMNS];
    for (const sizes of [
      [6, 4, 2, 10],
      [4, 120],
      [6, 8],
      [6, 8, 10, 2],
      [48, 5, 2],
      [6, -80],
      [0],
    ]) {
      assert.equal(to(dims, sizes), undefined, String(sizes));
    }
  });

  it('are unknown if sizes are unknown', () => {
    assert.equal(to([ROWS, positionDimension('x', undefined)], [8, 10]), undefined);
    assert.equal(to([ROWS, COLUMNS], [8, undefined]), undefined);
    assert.equal(to([ONE], [1]), 'c1');
    assert.equal(to([ONE], [0]), undefined);
  });
});
