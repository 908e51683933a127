import assert from 'node:assert/strict';
import {
  refuseAllAlike,
  refuseAllZero,
  refuseHead,
  refuseTooManyWeights,
} from '../../../src/cam/classifier/head/refusals.ts';
import type { FakeHead } from './fakeHead.ts';
import { probeOf } from './fakeHead.ts';

const LAYOUT = { channelAxis: 1, channels: 2, height: 2, width: 3 } as const;

describe('A head that is refused', () => {
  const refuse = (head: FakeHead, dims: number[][] = []) => {
    const probe = probeOf(head, LAYOUT);
    Object.assign(probe.head, { initializers: dims.map((each) => ({ dims: each })) });
    return refuseHead(probe, 'net.onnx');
  };

  it('is said to pool if it takes positions in any order', async () => {
    const squares: FakeHead = (map) => [map.reduce((sum, value) => sum + value * value, 0), 1, 2];
    const { code, message, nextAction } = await refuse(squares);
    assert.equal(code, 'headNotLinear');
    assert.match(message, /ignores the order of positions in the 2 × 3×2 map/);
    assert.match(
      nextAction,
      /nn\.Linear\(2, 3\).* Or choose another method in Show CAM, such as Grad-CAM\.$/,
    );
  });

  it('is said to apply layers to all of the map if the order counts', async () => {
    const places: FakeHead = (map) => [map.reduce((sum, value, i) => sum + i * value * value, 0)];
    const one = await refuse(places, [[12, 5], [5], [1, 5, 1]]);
    assert.match(one.message, /does not pool the 2 × 3×2 map/);
    assert.match(one.nextAction, /Flatten and the layers after.* Or choose another method/);
    const two = await refuse(places, [[12, 5], [5], [5, 1, 2]]);
    assert.match(two.nextAction, /Flatten and the 2 weighted layers after/);
  });

  it('is said to take a part of the map, of up to 1,024 positions', async () => {
    /** Squares at some positions, each with a weight of its own. */
    const part =
      (used: number): FakeHead =>
      (map, n) => [
        map.reduce((sum, value, i) => sum + (i % n < used ? (i % n) + 1 : 0) * value ** 2, 0),
      ];
    const said = async (used: number, width: number, height: number) => {
      const probe = probeOf(part(used), { ...LAYOUT, width, height });
      Object.assign(probe.head, { initializers: [] });
      return (await refuseHead(probe, 'net.onnx')).message;
    };
    assert.match(await said(40, 7, 7), /of only 40 of the 49 positions of the 2 × 7×7 map/);
    assert.match(await said(64, 13, 5), /of only 64 of the 65 positions/);
    assert.match(await said(49, 7, 7), /does not pool the 2 × 7×7 map/);
    assert.match(await said(40, 32, 32), /of only 40 of the 1024 positions/);
    assert.match(await said(40, 41, 25), /does not pool the 2 × 41×25 map/);
  });

  it('for too many weights says how many there are', () => {
    const large = { channelAxis: 1, channels: 512, height: 14, width: 14 } as const;
    const many = refuseTooManyWeights('net.onnx', large, 1000);
    assert.equal(many.code, 'headDependsOnPosition');
    assert.match(
      many.message,
      /512 × 14×14 map .* 100 million weights, over the limit of 64 million/,
    );
    const most = refuseTooManyWeights(
      'net.onnx',
      { ...large, channels: 1000, height: 8, width: 8 },
      1000,
    );
    assert.match(most.message, /not in a single matrix of the file/);
    const few = refuseTooManyWeights('net.onnx', large, 600);
    assert.match(few.message, /not in a single matrix of the file/);
    assert.match(few.nextAction, /nn\.Linear\(512, 600\)/);
  });

  it('may be all zero, or all alike', () => {
    assert.equal(refuseAllZero('net.onnx').code, 'headWeightsAllZero');
    assert.equal(refuseAllAlike('net.onnx').code, 'headNotLinear');
  });
});
