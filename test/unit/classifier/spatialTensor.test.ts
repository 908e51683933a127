import assert from 'node:assert/strict';
import type { FeatureLayout } from '../../../src/cam/classifier/probe/spatialTensor.ts';
import {
  asSpatial,
  batchRows,
  fromChannelFirst,
  layoutOf,
  tensorDims,
  toChannelFirst,
  tokenGrid,
} from '../../../src/cam/classifier/probe/spatialTensor.ts';

const SQUARE = { width: 224, height: 224 };
const layout = (channelAxis: 1 | 3, channels: number, height: number, width: number) =>
  ({ channelAxis, channels, height, width }) satisfies FeatureLayout;

describe('Tensors with positions', () => {
  const cases: [dims: number[], layouts: FeatureLayout[], picture?: typeof SQUARE][] = [
    [
      [1, 8, 7, 5],
      [layout(1, 8, 7, 5), layout(3, 5, 8, 7)],
    ],
    [
      [1, 1, 7, 5],
      [layout(1, 1, 7, 5), layout(3, 5, 1, 7)],
    ],
    [
      [1, 8, 1, 5],
      [layout(1, 8, 1, 5), layout(3, 5, 8, 1)],
    ],
    [[1, 49, 3], [layout(3, 3, 7, 7)]],
    [[1, 3, 49], [layout(1, 3, 7, 7)]],
    [[1, 2, 49], [layout(1, 2, 7, 7)]],
    [[1, 49, 2], [layout(3, 2, 7, 7)]],
    [
      [1, 49, 64],
      [layout(3, 64, 7, 7), layout(1, 49, 8, 8)],
    ],
    [[1, 18, 3], [layout(3, 3, 3, 6)], { width: 200, height: 100 }],
    [[1, 18, 3], [layout(3, 3, 6, 3)], { width: 100, height: 200 }],
  ];
  for (const [dims, layouts, picture = SQUARE] of cases) {
    it(`are [${dims}] for a picture of ${picture.width}×${picture.height}`, () => {
      const tensor = { name: 't', elementType: 1, dims };
      assert.deepEqual(asSpatial(tensor, picture, 1), { ...tensor, layouts });
    });
  }

  for (const dims of [
    [1, 8, 1, 1],
    [1, 1, 1, 8],
    [2, 8, 7, 7],
    [1, 8, 0, 7],
    [1, 49, 1],
    [1, 1, 49],
    [1, 50, 8],
    [1, 49],
    [1, 2, 3, 4, 5],
    [],
  ]) {
    it(`are not [${dims}]`, () => {
      assert.equal(asSpatial({ name: 't', elementType: 1, dims }, SQUARE, 1), undefined);
    });
  }

  it('have the batch of the model, even if the runtime does not state it', () => {
    const tensor = { name: 't', elementType: 1, dims: [0, 8, 7, 7] };
    assert.deepEqual(asSpatial(tensor, SQUARE, 4)?.dims, [4, 8, 7, 7]);
  });

  it('have tokens in a grid of the proportions of the picture alone', () => {
    const grid = (count: number, width: number, height: number) => {
      const found = tokenGrid(count, { width, height });
      return found && [found.height, found.width];
    };
    assert.deepEqual(grid(4, 1, 1), [2, 2]);
    assert.deepEqual(grid(12, 4, 3), [3, 4]);
    assert.deepEqual(grid(12, 3, 1), [2, 6]);
    assert.deepEqual(grid(12, 3, 4), [4, 3]);
    for (const count of [0, 1, 2, 3, 5, 12, 48, 50]) assert.equal(grid(count, 1, 1), undefined);
    // One row is no grid, though it has the proportions.
    for (const count of [3, 4]) assert.equal(grid(count, count, 1), undefined);
  });
});

describe('A layout', () => {
  it('is found again for a picture of another size', () => {
    const like = layout(1, 8, 7, 7);
    assert.deepEqual(layoutOf([1, 8, 14, 10], like, SQUARE), layout(1, 8, 14, 10));
    assert.deepEqual(layoutOf([4, 8, 14, 10], like, SQUARE), layout(1, 8, 14, 10));
    const last = layout(3, 10, 7, 7);
    assert.deepEqual(layoutOf([1, 8, 14, 10], last, SQUARE), layout(3, 10, 8, 14));
    assert.deepEqual(layoutOf([1, 196, 10], last, SQUARE), layout(3, 10, 14, 14));
  });

  it('has one position if nothing is read alike', () => {
    assert.deepEqual(layoutOf([1, 8, 14, 10], layout(3, 8, 7, 7), SQUARE), layout(3, 8, 1, 1));
    assert.deepEqual(layoutOf([1, 9, 14, 10], layout(1, 8, 7, 7), SQUARE), layout(1, 8, 1, 1));
  });

  it('says the order of the values', () => {
    const [first, last] = [layout(1, 2, 1, 3), layout(3, 2, 1, 3)];
    assert.deepEqual(tensorDims(first, 5), [5, 2, 1, 3]);
    assert.deepEqual(tensorDims(last, 5), [5, 1, 3, 2]);
    const values = Float32Array.of(1, 2, 3, 4, 5, 6);
    assert.equal(toChannelFirst(values, first), values);
    assert.equal(fromChannelFirst(values, first), values);
    assert.deepEqual([...toChannelFirst(values, last)], [1, 3, 5, 2, 4, 6]);
    assert.deepEqual([...fromChannelFirst(values, last)], [1, 4, 2, 5, 3, 6]);
  });

  it('holds for each row of a batch', () => {
    const rows = batchRows({ dims: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) });
    assert.deepEqual(
      rows.map((row) => [...row]),
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    );
  });
});
