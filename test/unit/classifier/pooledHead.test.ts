import assert from 'node:assert/strict';
import {
  findPoolings,
  mapOfPooled,
  PooledHead,
  pooledValues,
} from '../../../src/cam/classifier/head/pooledHead.ts';
import { createRandom } from '../../../src/cam/classifier/probe/probes.ts';
import type { Pooling } from '../../../src/cam/maps/featureMap.ts';
import type { FakeHead } from './fakeHead.ts';
import { probeOf } from './fakeHead.ts';

const LAYOUT = { channelAxis: 1, channels: 3, height: 2, width: 3 } as const;
const WEIGHTS = [0.5, -2, 3, 1.5, 0.25, -1];

function channelsOf(map: Float32Array, positions: number): number[][] {
  return Array.from({ length: 3 }, (_, k) => [...map.subarray(k * positions, (k + 1) * positions)]);
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const sum = (values: number[]) =>
  values.reduce((all, value, i) => all + value * (WEIGHTS[i] ?? 0), 1);

const ofMeans: FakeHead = (map, n) => [sum(channelsOf(map, n).map(mean))];
const ofMaxima: FakeHead = (map, n) => [sum(channelsOf(map, n).map((f) => Math.max(...f)))];
const ofBoth: FakeHead = (map, n) => {
  const channels = channelsOf(map, n);
  return [sum([...channels.map(mean), ...channels.map((f) => Math.max(...f))])];
};
const ofSquares: FakeHead = (map, n) => [
  sum(channelsOf(map, n).map((f) => mean(f.map((v) => v * v)))),
];
const ofPlaces: FakeHead = (map) => [sum([...map])];

describe('The pooling of a head', () => {
  const cases: [what: string, head: FakeHead, expected: Pooling[] | undefined][] = [
    ['a mean', ofMeans, ['mean']],
    ['a maximum', ofMaxima, ['max']],
    ['both', ofBoth, ['mean', 'max']],
    ['no mean of squares', ofSquares, undefined],
    ['none where places have weights', ofPlaces, undefined],
    ['a mean, then anything', (map, n) => ofMeans(map, n).map((v) => v ** 3), ['mean']],
  ];
  for (const [what, head, expected] of cases) {
    for (const isSigned of [true, false]) {
      it(`is ${what}, for ${isSigned ? 'any' : 'positive'} maps`, async () => {
        assert.deepEqual(await findPoolings(probeOf(head, LAYOUT, { isSigned }), 1e-4), expected);
      });
    }
  }
});

describe('Pooled values', () => {
  it('are the mean or the maximum of each channel, means first', () => {
    const map = Float32Array.of(1, 2, 6, -3, -2, -1);
    assert.deepEqual([...pooledValues(map, ['mean'], 2)], [3, -2]);
    assert.deepEqual([...pooledValues(map, ['max'], 2)], [6, -1]);
    assert.deepEqual([...pooledValues(map, ['mean', 'max'], 2)], [3, -2, 6, -1]);
    assert.deepEqual([...pooledValues(map, ['max', 'mean'], 2)], [6, -1, 3, -2]);
  });

  for (const [width, height] of [
    [2, 1],
    [3, 2],
    [7, 7],
  ] as const) {
    it(`are those of a map made of them, of ${width}×${height}`, () => {
      for (const [poolings, wanted] of [
        [['mean'], [3, -2, 1]],
        [['max'], [3, -2, 1]],
        [
          ['mean', 'max'],
          [3, -2, 1, 6, 0, 1],
        ],
      ] as [Pooling[], number[]][]) {
        const map = mapOfPooled(Float32Array.from(wanted), poolings, { width, height });
        assert.equal(map.length, 3 * width * height);
        const found = [...pooledValues(map, poolings, 3)];
        for (const [i, value] of wanted.entries()) {
          assert.ok(Math.abs((found[i] ?? Number.NaN) - value) < 1e-5, `${poolings}: ${found}`);
        }
      }
    });
  }

  it('make maps whose channels have their maxima at different places', () => {
    const map = mapOfPooled(Float32Array.of(0, 0, 0, 1, 1, 1), ['mean', 'max'], LAYOUT);
    const places = channelsOf(map, 6).map((channel) => channel.indexOf(1));
    assert.deepEqual(places, [3, 4, 5]);
  });
});

describe('A head of pooled values', () => {
  const create = async (head: FakeHead, poolings: ('mean' | 'max')[], isSigned = true) => {
    const sizes: number[] = [];
    const pooled = await PooledHead.create(
      probeOf(head, LAYOUT, { isSigned, sizes }),
      poolings,
      1e-4,
    );
    return { pooled, sizes };
  };

  it('is probed with the smallest map that gives the same output', async () => {
    for (const [head, poolings, expected] of [
      [ofMeans, ['mean'], 1],
      [ofMaxima, ['max'], 1],
      [ofBoth, ['mean', 'max'], 2],
    ] as [FakeHead, ('mean' | 'max')[], number][]) {
      const { pooled, sizes } = await create(head, poolings);
      const [answer] = await pooled.ask([pooled.randomValues(createRandom(1)).fill(1)]);
      assert.equal(sizes.at(-1), expected);
      assert.equal(answer?.[0], sum(Array.from({ length: pooled.inputs }, () => 1)));
    }
  });

  it('is probed with its own size if it takes no other, or its output differs', async () => {
    const fixed: FakeHead = (map, n) => {
      if (n !== 6) throw new Error('a map of 3×2 is needed');
      return ofMeans(map, n);
    };
    const ofSums: FakeHead = (map, n) => ofMeans(map, n).map((value) => value * n);
    for (const head of [fixed, ofSums]) {
      const { pooled, sizes } = await create(head, ['mean']);
      await pooled.ask([new Float32Array(3)]);
      assert.equal(sizes.at(-1), 6);
    }
  });

  it('has random values that a map can have: positive ones, no maximum below its mean', async () => {
    for (const isSigned of [true, false]) {
      const { pooled } = await create(ofBoth, ['mean', 'max'], isSigned);
      for (let seed = 0; seed < 20; seed++) {
        const values = [...pooled.randomValues(createRandom(seed))];
        assert.equal(values.length, 6);
        const means = values.slice(0, 3);
        for (const [k, one] of means.entries()) {
          const above = (values[3 + k] ?? 0) - one;
          assert.ok(above >= 0.0999 * Math.abs(one) && above <= 1.0001 * Math.abs(one));
        }
        if (!isSigned) assert.ok(means.every((value) => value >= 0));
      }
    }
    const { pooled } = await create(ofMeans, ['mean']);
    const many = Array.from({ length: 40 }, (_, seed) => [
      ...pooled.randomValues(createRandom(seed)),
    ]).flat();
    assert.ok(many.some((value) => value < -0.5) && many.some((value) => value > 0.5));
    const { pooled: positive } = await create(ofMeans, ['mean'], false);
    const some = [...positive.randomValues(createRandom(1))];
    assert.ok(some.every((value) => value >= 0) && new Set(some).size === some.length);
  });

  it('has room up to where a mean would pass its maximum', async () => {
    const { pooled: means } = await create(ofMeans, ['mean']);
    const { pooled: positive } = await create(ofMeans, ['mean'], false);
    const { pooled: both } = await create(ofBoth, ['mean', 'max']);
    const [free, values] = [Number.POSITIVE_INFINITY, Float32Array.of(1, 2, 3)];
    assert.deepEqual(means.roomAround(values, 1), { down: free, up: free });
    assert.deepEqual(positive.roomAround(values, 1), { down: 2, up: free });
    const pairs = Float32Array.of(1, 2, 3, 1.5, 4, 8);
    assert.deepEqual(both.roomAround(pairs, 1), { down: free, up: 2 });
    assert.deepEqual(both.roomAround(pairs, 2), { down: free, up: 5 });
    assert.deepEqual(both.roomAround(pairs, 3), { down: 0.5, up: free });
    assert.deepEqual(both.roomAround(pairs, 5), { down: 5, up: free });
  });

  it('has steps of 1 in one value, between values that a map can have', async () => {
    const { pooled: means } = await create(ofMeans, ['mean']);
    assert.deepEqual(
      means.unitStep(1).map((step) => [...step]),
      [[0, 1, 0]],
    );
    const { pooled: both } = await create(ofBoth, ['mean', 'max']);
    for (let input = 0; input < 6; input++) {
      const [above = [], below = []] = both.unitStep(input).map((step) => [...step]);
      const step = above.map((value, i) => value - (below[i] ?? 0));
      assert.deepEqual(
        step,
        Array.from({ length: 6 }, (_, i) => Number(i === input)),
      );
      for (const values of [above, below]) {
        assert.ok(
          [0, 1, 2].every((k) => (values[3 + k] ?? 0) >= (values[k] ?? 0)),
          String(values),
        );
      }
    }
  });
});
