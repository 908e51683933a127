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

function read(head: FakeHead, layout: FeatureLayout = LAYOUT, isSigned = true) {
  const probe = probeOf(head, layout, { isSigned });
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

  it('alike for all channels is read though it has more values than could be asked about', async () => {
    const layout = { channelAxis: 1, channels: 40, height: 15, width: 14 } as const;
    const positions = layout.width * layout.height;
    const profile = randomValues(createRandom(1), positions, -1, 2);
    // Those of a class add up to 0: the head says nothing about maps that are alike in all channels.
    const half = randomValues(createRandom(2), (CLASSES * layout.channels) / 2, -1, 1);
    const channelWeights = Array.from(half).flatMap((weight) => [weight, -weight]);
    const weights = Array.from(channelWeights, (weight) =>
      Array.from(profile, (share) => weight * share),
    ).flat();
    const found = await read(linear(weights), layout);
    assert.equal(found.kind, 'weights');
    if (found.kind !== 'weights') return;
    const { classes, channels, positions: each, bias } = found.classWeights;
    assert.deepEqual([classes, channels, each], [CLASSES, layout.channels, positions]);
    const expected = weights.map((weight) => positions * weight);
    assertClose(found.classWeights.weights, expected, 2e-2, 'weights');
    assertClose(bias, [0, 1], 1e-6, 'bias');
    // One of the weights does not follow the profile.
    weights[3 * positions + 5] = 4;
    assert.deepEqual(await read(linear(weights), layout), { kind: 'tooMany', classes: CLASSES });
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
    const largest: FakeHead = (map) => [Math.max(...map)];
    for (const isSigned of [true, false]) {
      assert.deepEqual(await read(largest, LAYOUT, isSigned), { kind: 'notAffine' });
    }
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

  it('has other exponents in other channels, 1 where no class uses the channel', async () => {
    const layout = { ...LAYOUT, channels: 6 };
    const exponents = [1, 1, 1, 1, 2, 5];
    const head: FakeHead = (map, n) => [
      exponents.reduce((sum, p, k) => {
        const channel = [...map.subarray(k * n, (k + 1) * n)];
        const mean = channel.reduce((all, value) => all + value ** p, 0) / n;
        return k === 1 ? sum : sum + (k - 2.5) * mean ** (1 / p);
      }, 7),
      3,
    ];
    const first = await findPowerPooling(probeOf(head, layout, { isSigned: false }), 1e-3);
    // The first channels are plain means, as behind layers with a ReLU.
    assert.equal(first, undefined);
    exponents[3] = 3;
    const found = await findPowerPooling(probeOf(head, layout, { isSigned: false }), 1e-3);
    assertClose(found?.inner ?? [], exponents, 1e-3, 'inner');
    assertClose(
      found?.outer ?? [],
      exponents.map((p) => 1 / p),
      1e-3,
      'outer',
    );
  });

  it('of a single channel, or of one among few, is told too', async () => {
    for (const channels of [1, 2]) {
      const head: FakeHead = (map, n) => [
        [...map.subarray(0, n)].reduce((all, value) => all + value ** 3, 0) ** (1 / 3),
      ];
      const probe = probeOf(head, { ...LAYOUT, channels }, { isSigned: false });
      const found = await findPowerPooling(probe, 1e-3);
      assertClose(found?.inner ?? [], [3, 1].slice(0, channels), 1e-3, 'inner');
      assertClose(found?.outer ?? [], [1 / 3, 1].slice(0, channels), 1e-3, 'outer');
    }
  });

  it('is not a plain mean, and channels do not share it', async () => {
    assert.equal(await find(gem(1, 1)), undefined);
    assert.equal(
      await find((map) => [Math.sqrt(map.reduce((sum, value) => sum + value, 0))]),
      undefined,
    );
  });

  it('is none where exponents are out of bounds', async () => {
    for (const [inner, outer] of [
      [0.005, 1],
      [1, 0.005],
      [101, 1],
      [0.5, 101],
    ] as const) {
      assert.equal(await find(gem(inner, outer)), undefined, `${inner}, ${outer}`);
    }
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
      message: /"t" of shape \[1, 8192, 8193\]/,
    });
  });
});
