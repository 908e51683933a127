import assert from 'node:assert/strict';
import {
  constantChannels,
  createRandom,
  flattenChannels,
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
  });
});
