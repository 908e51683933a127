import assert from 'node:assert/strict';
import {
  MAX_POSITION_WEIGHTS,
  readPositionWeights,
} from '../../../src/cam/classifier/head/positionWeights.ts';
import { findPowerPooling } from '../../../src/cam/classifier/head/powerPooling.ts';
import { requireProbeable } from '../../../src/cam/classifier/probe/graphFunction.ts';
import { createRandom, isClose, randomValues } from '../../../src/cam/classifier/probe/probes.ts';
import type { FeatureLayout } from '../../../src/cam/classifier/probe/spatialTensor.ts';
import { assertClose } from '../assertClose.ts';
import type { FakeHead } from './fakeHead.ts';
import { probeOf } from './fakeHead.ts';

const LAYOUT = { channelAxis: 1, channels: 3, height: 2, width: 3 } as const;
const CLASSES = 2;

/** S_c = Σ w_{c,k,p} f_k(p) + c */
function linear(weights: ArrayLike<number>): FakeHead {
  return (map) =>
    Array.from({ length: CLASSES }, (_, c) =>
      map.reduce((sum, value, i) => sum + value * (weights[c * map.length + i] ?? 0), c),
    );
}

function read(head: FakeHead, layout: FeatureLayout = LAYOUT) {
  const probe = probeOf(head, layout);
  Object.assign(probe.head, { initializers: [], computed: async () => [] });
  return readPositionWeights(probe, 1e-4, '/');
}

describe('A head that weighs every position', () => {
  it('is read value by value, times the number of positions', async () => {
    const weights = randomValues(createRandom(8), CLASSES * 18, -1, 1);
    const found = await read(linear(weights));
    assert.equal(found.kind, 'weights');
    if (found.kind !== 'weights') return;
    const { classWeights } = found;
    assert.deepEqual(
      [classWeights.classes, classWeights.channels, classWeights.positions],
      [2, 3, 6],
    );
    assertClose(
      classWeights.weights,
      Array.from(weights, (weight) => 6 * weight),
      1e-4,
      'weights',
    );
    assertClose(classWeights.bias, [0, 1], 1e-6, 'bias');
  });

  it('alike for all channels is read by one profile', async () => {
    const profile = [0, 0, 0.5, 0.25, -1, 2];
    const channelWeights = [3, -1, 2, 0.5, 4, -2];
    const weights = channelWeights.flatMap((weight) => profile.map((share) => weight * share));
    const found = await read(linear(weights));
    assert.equal(found.kind, 'weights');
    if (found.kind !== 'weights') return;
    assertClose(
      found.classWeights.weights,
      weights.map((weight) => 6 * weight),
      1e-3,
      'weights',
    );
  });

  it('is not asked about each of very many positions', async () => {
    let asked = 0;
    const head: FakeHead = (map) => {
      asked++;
      return [map.reduce((sum, value, i) => sum + value * (i % 7), 0)];
    };
    const found = await read(head, { channelAxis: 1, channels: 4, height: 224, width: 224 });
    assert.deepEqual(found, { kind: 'tooMany', classes: 1 });
    assert.ok(asked < 50, `${asked} maps`);
  });

  it('is none where it is not linear', async () => {
    const squares: FakeHead = (map) => [map.reduce((sum, value) => sum + value * value, 0)];
    assert.deepEqual(await read(squares), { kind: 'notAffine' });
  });

  it('has too many weights above 64 million', async () => {
    const classes = Math.floor(MAX_POSITION_WEIGHTS / 18) + 1;
    const none = new Float32Array(classes);
    const found = await read(() => none as unknown as number[]);
    assert.deepEqual(found, { kind: 'tooMany', classes });
  });
});

describe('A generalised mean', () => {
  const gem =
    (inner: number, outer: number): FakeHead =>
    (map, n) =>
      [0, 1].map((c) =>
        [0, 1, 2].reduce((sum, k) => {
          const channel = [...map.subarray(k * n, (k + 1) * n)];
          const mean = channel.reduce((all, value) => all + value ** inner, 0) / n;
          return sum + (k + 1 - 2 * c) * mean ** outer;
        }, c),
      );
  const find = (head: FakeHead) =>
    findPowerPooling(probeOf(head, LAYOUT, { isSigned: false }), 1e-3);

  for (const [inner, outer] of [
    [3, 1 / 3],
    [2, 0.5],
    [1, 1 / 3],
    [4, 0.5],
  ] as const) {
    it(`has its exponents told: ${inner} and ${outer.toFixed(2)}`, async () => {
      const found = await find(gem(inner, outer));
      assertClose(found?.inner ?? [], [inner, inner, inner], 1e-3, 'inner');
      assertClose(found?.outer ?? [], [outer, outer, outer], 1e-3, 'outer');
    });
  }

  it('is not a plain mean, and channels do not share it', async () => {
    assert.equal(await find(gem(1, 1)), undefined);
    assert.equal(
      await find((map) => [Math.sqrt(map.reduce((sum, value) => sum + value, 0))]),
      undefined,
    );
  });

  it('is no least value, to which one position alone adds nothing', async () => {
    const least: FakeHead = (map, n) => [
      Math.min(...map.subarray(0, n)) + Math.min(...map.subarray(n, 2 * n)),
    ];
    assert.equal(await find(least), undefined);
  });
});

describe('Outputs of a head', () => {
  it('are close relative to the largest that is expected', () => {
    assert.equal(isClose([100, 1], [100, 1.9], 0.01), true);
    assert.equal(isClose([100, 1], [100, 2.1], 0.01), false);
    assert.equal(isClose([-100, 1], [-100, 1.9], 0.01), true);
    assert.equal(isClose([1, 2], [1, 2], 0), true);
    assert.equal(isClose([0], [1e-7], 1), true);
    assert.equal(isClose([0], [1e-5], 1), false);
    assert.equal(isClose([], [], 0), true);
  });

  it('are never close if one is not a number, or one is missing', () => {
    const { NaN: none, POSITIVE_INFINITY: infinite } = Number;
    assert.equal(isClose([1, none], [1, none], 1), false);
    assert.equal(isClose([infinite], [infinite], 1), false);
    assert.equal(isClose([1], [infinite], 1), false);
    assert.equal(isClose([1, 2], [1], 1), false);
  });

  it('are computed for tensors up to 64 million values', () => {
    const tensor = (...dims: number[]) => ({ name: 't', elementType: 1, dims });
    requireProbeable(tensor(1, 2 ** 13, 2 ** 13), 'net.onnx');
    assert.throws(() => requireProbeable(tensor(1, 2 ** 13, 2 ** 13 + 1), 'net.onnx'), {
      code: 'modelRefused',
      message: /"t" of the shape \[1, 8192, 8193\]/,
    });
  });
});
