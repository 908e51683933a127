import assert from 'node:assert/strict';
import {
  constantChannels,
  constantTensor,
  createRandom,
  difference,
  flattenChannels,
  isClose,
  maxOfValues,
  meanOfValues,
  randomValues,
  unitVector,
} from '../../../src/cam/classifier/probe/probes.ts';

describe('Probes', () => {
  it('are the numbers of mulberry32, the same each time', () => {
    const expected = [0.6270739405881613, 0.002735721180215478, 0.5274470399599522];
    for (let time = 0; time < 2; time++) {
      const random = createRandom(1);
      assert.deepEqual([random(), random(), random()], expected);
    }
  });

  it('fill their range', () => {
    const values = randomValues(createRandom(1), 10_000, -3, 5);
    assert.equal(values.length, 10_000);
    assert.ok(values.every((value) => value >= -3 && value <= 5));
    assert.ok(Math.abs(meanOfValues(values) - 1) < 0.1);
    assert.ok(Math.min(...values) < -2.99 && Math.max(...values) > 4.99);
  });

  it('are summarised and filled channel by channel', () => {
    const map = Float32Array.of(1, 2, 3, -6, -5, -1);
    assert.deepEqual([...flattenChannels(map, 2, meanOfValues)], [2, 2, 2, -4, -4, -4]);
    assert.deepEqual([...flattenChannels(map, 2, maxOfValues)], [3, 3, 3, -1, -1, -1]);
    const constant = constantChannels(Float32Array.of(1, 2), { height: 3, width: 2 });
    assert.deepEqual([...constant], [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2]);
    assert.deepEqual([...unitVector(3, 1)], [0, 1, 0]);
    const levels = [1, 2];
    assert.deepEqual([...constantTensor(levels, [2, 1, 3], 'first')], [1, 1, 1, 2, 2, 2]);
    assert.deepEqual([...constantTensor(levels, [1, 3, 2], 'last')], [1, 2, 1, 2, 1, 2]);
  });
});

describe('Answers to probes', () => {
  it('are close if no value is off by more than a share of the largest one', () => {
    assert.equal(isClose([1, -4], [1.375, -4.5], 0.125), true);
    assert.equal(isClose([1, -4], [1.375, -4.5], 0.1), false);
    assert.equal(isClose([-4, 1], [-4.5, 1.375], 0.1), false);
    assert.equal(isClose([-4, 1], [-4, 1.5], 0.125), true);
    assert.equal(isClose([-4, 1], [-4, 1.75], 0.125), false);
    assert.equal(isClose([], [], 0), true);
  });

  it('of nothing but 0 are compared with a millionth', () => {
    assert.equal(isClose([0, 0], [0, 1e-7], 0.125), true);
    assert.equal(isClose([0, 0], [0, 1e-6], 0.125), false);
  });

  it('are close to none of another length, nor to what is not finite', () => {
    assert.equal(isClose([1], [1, 1], 1), false);
    assert.equal(isClose([1, 1], [1], 1), false);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      assert.equal(isClose([1, 1], [1, value], 1), false);
      assert.equal(isClose([1, value], [1, 1], 1), false);
      assert.equal(isClose([value], [value], 1), false);
    }
  });

  it('are subtracted value by value', () => {
    assert.deepEqual([...difference(Float32Array.of(3, 1), Float32Array.of(1, 4))], [2, -3]);
  });
});
