import assert from 'node:assert/strict';
import { classMap, contrastMap } from '../../../src/cam/maps/cam.ts';
import { channelName, channelOf, shownName } from '../../../src/cam/maps/channelName.ts';
import { rankChannelsByContribution, topChannelsAt } from '../../../src/cam/maps/channels.ts';
import { checkIdentity } from '../../../src/cam/maps/identity.ts';
import { isPointLike } from '../../../src/cam/maps/pixels/pointLike.ts';
import { pooledMap } from '../../../src/cam/maps/pooledMap.ts';
import { assertClose } from './golden.ts';

/** Two channels of 2×2; the first has its maximum twice. */
const map = { channels: 2, width: 2, height: 2, values: Float32Array.of(1, 2, 4, 4, 0.5, 0, 2, 1) };

/** The part that each pooling used, by NumPy. */
const used = {
  max: [0, 0, 8, 8, 0, 0, 8, 0],
  gem: [0.09481847, 0.75854777, 6.06838217, 6.06838217, 0.07213202, 0, 4.61644925, 0.57705616],
  eachItsOwn: [0.32879797, 1.3151919, 5.26076759, 5.26076759, 0.5517767, 0, 1.10355339, 0.78033009],
};

describe('what a pooling used', () => {
  it('mean: the map itself', () => {
    assert.equal(pooledMap(map, ['mean'], undefined), map);
  });

  it('maximum: the winners, sharing where they tie', () => {
    assertClose(pooledMap(map, ['max'], undefined).values, used.max, 1e-6);
  });

  it('mean and maximum: first all means, then all maxima', () => {
    const both = pooledMap(map, ['mean', 'max'], undefined);
    assert.equal(both.channels, 4);
    assertClose(both.values, [...map.values, ...used.max], 1e-6);
  });

  it('generalised mean: the shares, by one exponent or one for each channel', () => {
    const power = (p: number[]) => ({
      inner: Float64Array.from(p),
      outer: Float64Array.from(p, (each) => 1 / each),
    });
    assertClose(pooledMap(map, ['power'], power([3, 3])).values, used.gem, 1e-6);
    assertClose(pooledMap(map, ['power'], power([2, 0.5])).values, used.eachItsOwn, 1e-6);
  });

  it('a dead channel has no shares, and a negative value none', () => {
    const dead = { ...map, values: Float32Array.of(0, 0, 0, 0, -1, 0, 2, 0) };
    const power = { inner: Float64Array.of(3, 3), outer: Float64Array.of(1 / 3, 1 / 3) };
    const { values } = pooledMap(dead, ['power'], power);
    assertClose(values, [0, 0, 0, 0, 0, 0, 4 * 2 * 0.25 ** (1 / 3), 0], 1e-6);
  });

  it('power without exponents is a mistake', () => {
    assert.throws(() => pooledMap(map, ['power'], undefined), RangeError);
  });
});

describe('weights of single positions', () => {
  const w = [
    [2.04, -2.56, 0.42, -0.57, -0.45, -0.22, -2.02, -0.23],
    [-0.87, 3.32, 0.23, -0.35, -0.28, -0.67, -1.06, -0.39],
    [0.48, -0.24, 0.96, -0.2, 0.02, 1.55, 0.55, -0.51],
  ];
  const weights = {
    classes: 3,
    channels: 2,
    positions: 4,
    weights: Float32Array.from(w.flat(), (value) => 4 * value),
    bias: Float32Array.of(0.5, -1, 2),
  };
  const logits = Float32Array.of(-7.675, 1.64, 5.64);

  it('make a map whose mean is the logit without its bias', () => {
    assertClose(classMap(map, weights, 1).values, [-4.04, 26.56, -4.8, -7.16], 1e-5);
    const check = checkIdentity(map, weights, { kind: 'mean' }, logits);
    assert.ok(check.relativeResidual < 1e-6, String(check.relativeResidual));
    assert.equal(check.checkedClasses, 3);
  });

  it('are compared with every logit', () => {
    const wrong = Float32Array.of(-7, 1.64, 5.64);
    const check = checkIdentity(map, weights, { kind: 'mean' }, wrong);
    assertClose([check.relativeResidual], [0.675 / 7], 1e-4);
  });

  it('have a contrast', () => {
    assertClose(contrastMap(map, weights, 1, 0).values, [-11.3, 47.04, 4.64, 2.88], 1e-5);
  });

  it('rank channels by contribution, without a weight', () => {
    const rows = rankChannelsByContribution(map, weights, 1, 2);
    assert.deepEqual(
      rows.map(({ channel, weight }) => [channel, weight]),
      [
        [0, undefined],
        [1, undefined],
      ],
    );
    assertClose(
      rows.map(({ contribution }) => contribution),
      [5.29, -2.65],
      1e-5,
    );
  });

  it('are those of the cell at one cell', () => {
    const [first] = topChannelsAt(map, weights, 1, 1, 0, 2);
    assert.equal(first?.channel, 0);
    assertClose([first.weight, first.contribution], [4 * 3.32, 26.56], 1e-5);
  });

  it('fit only one size of map', () => {
    const wider = { ...map, width: 4, height: 1, channels: 2 };
    assert.doesNotThrow(() => classMap(wider, weights, 0));
    const larger = { channels: 2, width: 3, height: 2, values: new Float32Array(12) };
    assert.throws(() => classMap(larger, weights, 0), /4 positions/);
    const ofTwo = { ...weights, channels: 4, positions: 2 };
    assert.throws(() => classMap({ ...map, channels: 4 }, ofTwo, 0), /2 positions/);
  });
});

describe('channels of a map', () => {
  it('are named by the tensor and, where there are two, the pooling', () => {
    assert.equal(channelName(['mean'], 12, 7), '7');
    assert.equal(channelName(['mean', 'max'], 24, 7), '7 (mean)');
    assert.equal(channelName(['mean', 'max'], 24, 19), '7 (max)');
    const names = { 7: 'tv', 8: 'sofa', 9: 'tv' };
    assert.equal(channelName(['mean'], 12, 8, names), 'sofa');
    assert.equal(channelName(['mean', 'max'], 24, 20, names), 'sofa (max)');
    assert.deepEqual(channelOf(['mean', 'max'], 24, 19), { channel: 7, pooling: 'max' });
    assert.deepEqual(channelOf(['power'], 12, 3), { channel: 3, pooling: 'power' });
  });

  it('have their numbers where a name repeats', () => {
    const names = { 7: 'tv', 8: 'sofa', 17: 'tv' };
    assert.deepEqual(
      [6, 7, 8, 17].map((channel) => shownName(names, channel)),
      [undefined, 'tv · 7', 'sofa', 'tv · 17'],
    );
    assert.equal(channelName(['mean', 'max'], 40, 37, names), 'tv · 17 (max)');
  });

  it('of a maximum are points', () => {
    assert.equal(isPointLike(['max']), true);
    assert.equal(isPointLike(['mean', 'max']), true);
    assert.equal(isPointLike(['power']), false);
  });
});
