import assert from 'node:assert/strict';
import type { Rect } from '../../../src/cam/base/geometry.ts';
import type { PinComparison } from '../../../src/cam/pins/compare.ts';
import {
  byWorst,
  classesToFollow,
  classOf,
  compareResults,
  FAILED,
  nameOfClass,
  summarise,
} from '../../../src/cam/pins/compare.ts';
import type { ClassScore } from '../../../src/cam/results/brief.ts';
import type { PinResult } from '../../../src/cam/results/pins.ts';

const LABELS = ['cat', 'dog', 'fox', 'hen', 'owl', 'pig', 'rat'];

const box: Rect = { x: 0, y: 0, width: 100, height: 50 };
/** Half of it: 50·50 shared of 100·50 + 100·50 − 50·50, so IoU = 2500 / 7500 = 1/3. */
const boxBeside: Rect = { x: 50, y: 0, width: 100, height: 50 };
/** 95·50 shared of 2·5000 − 4750 = 5250: IoU = 4750 / 5250 = 0.9048. */
const boxClose: Rect = { x: 5, y: 0, width: 100, height: 50 };

/** A result whose classes have these probabilities, in descending order. */
function result(
  probabilities: Partial<Record<string, number>>,
  { at = box, way = 'cam', imageHash = 'picture', labels = LABELS }: Partial<Options> = {},
): PinResult {
  const scores = Object.entries(probabilities).map(
    ([label, probability = 0]): ClassScore => ({
      classIndex: labels.indexOf(label),
      label,
      logit: Math.log(probability),
      probability,
    }),
  );
  const box = at === 'none' ? undefined : at;
  return { imageHash, imageVersion: '', scores, way, box, firing: '1' };
}

interface Options {
  at: Rect | 'none';
  way: PinResult['way'];
  imageHash: string;
  labels: string[];
}

describe('a pinned image under two exports', () => {
  const before = result({ cat: 0.9, dog: 0.06, fox: 0.04 });

  const cases: [string, PinResult, string | undefined, Partial<PinComparison>][] = [
    [
      'leaves its class',
      result({ dog: 0.7, cat: 0.2, fox: 0.1 }),
      'cat',
      { change: 'away', isRight: false, wasRight: true, boxOverlap: 1 },
    ],
    ['flips', result({ dog: 0.7, cat: 0.2 }), undefined, { change: 'flipped', isRight: undefined }],
    [
      'flips from wrong to wrong',
      result({ fox: 0.7, cat: 0.2, dog: 0.1 }),
      'dog',
      { change: 'flipped', isRight: false, wasRight: false },
    ],
    [
      'flips to the expected class',
      result({ dog: 0.7, cat: 0.2 }),
      'dog',
      { change: 'towards', isRight: true, wasRight: false },
    ],
    ['has another box', result({ cat: 0.9 }, { at: boxBeside }), 'cat', { change: 'moved' }],
    ['has no box any more', result({ cat: 0.9 }, { at: 'none' }), 'cat', { change: 'moved' }],
    [
      'is less sure',
      result({ cat: 0.75, dog: 0.2 }, { at: boxClose }),
      'cat',
      { change: 'weaker', isRight: true },
    ],
    [
      'has a map by another method, which says nothing about its box',
      result({ cat: 0.9 }, { at: boxBeside, way: 'saliency' }),
      'cat',
      { change: 'steady', boxOverlap: undefined, fall: 0 },
    ],
    [
      'has another class and a map by another method',
      result({ dog: 0.7, cat: 0.2 }, { at: boxBeside, way: 'saliency' }),
      'cat',
      { change: 'away', isRight: false, wasRight: true, boxOverlap: undefined },
    ],
    ['stays', result({ cat: 0.85, dog: 0.1 }, { at: boxClose }), 'cat', { change: 'steady' }],
    [
      'was replaced by another picture',
      result({ dog: 0.9 }, { imageHash: 'another' }),
      'cat',
      { change: 'new', isRight: false, wasRight: undefined, boxOverlap: undefined },
    ],
    [
      'is of a class that the model does not have',
      result({ cat: 0.9 }),
      'unicorn',
      { change: 'steady', isRight: undefined },
    ],
  ];
  for (const [what, now, expected, wanted] of cases) {
    it(what, () => {
      const { change, ...rest } = compareResults(before, now, expected, LABELS);
      const known = Object.keys(wanted) as (keyof PinComparison)[];
      const got = { change, ...rest };
      assert.deepEqual(Object.fromEntries(known.map((key) => [key, got[key]])), wanted);
    });
  }

  it('has the overlap of its boxes, IoU', () => {
    const overlapWith = (at: Rect | 'none', was: Rect | 'none' = box) =>
      compareResults(result({ cat: 1 }, { at: was }), result({ cat: 1 }, { at }), undefined, LABELS)
        .boxOverlap;
    assert.equal(overlapWith(boxBeside), 1 / 3);
    assert.equal(overlapWith(boxClose), 4750 / 5250);
    // 33.33 + 66.67 − 33.33 is 66.67 and a rounding.
    const uneven = { x: 33.33, y: 0.1, width: 66.67, height: 0.2 };
    assert.equal(overlapWith(uneven, uneven), 1);
    assert.equal(overlapWith('none'), 0);
    assert.equal(overlapWith('none', 'none'), undefined);
  });

  it('is followed by the expected class, else by that of before', () => {
    const now = result({ dog: 0.7, cat: 0.2, fox: 0.1 });
    const fall = (expected: string | undefined) =>
      Number(compareResults(before, now, expected, LABELS).fall.toFixed(12));
    assert.equal(fall(undefined), 0.7);
    assert.equal(fall('cat'), 0.7);
    assert.equal(fall('dog'), -0.64);
    assert.equal(fall('fox'), -0.06);
    // Not among the scores of either.
    assert.equal(fall('hen'), 0);
    assert.deepEqual(classesToFollow(before, 'fox', LABELS), [2, 0]);
    assert.deepEqual(classesToFollow(before, 'cat', LABELS), [0]);
    assert.deepEqual(classesToFollow(undefined, undefined, LABELS), []);
  });

  it('is compared by labels if class numbers change, by numbers if classes are renamed', () => {
    const sorted = [...LABELS].reverse();
    const now = result({ cat: 0.9 }, { labels: sorted });
    assert.equal(compareResults(before, now, 'cat', sorted).change, 'steady');
    const renamed = ['kitten', ...LABELS.slice(1)];
    const other = result({ kitten: 0.9 }, { labels: renamed });
    assert.equal(compareResults(before, other, undefined, renamed).change, 'steady');
    assert.equal(compareResults(before, other, 'cat', renamed).isRight, undefined);
  });

  it('has nothing to compare with at first, and waits until it is computed', () => {
    assert.equal(compareResults(undefined, before, 'dog', LABELS).change, 'new');
    assert.equal(compareResults(before, undefined, 'dog', LABELS).change, 'waiting');
  });
});

describe('an expected class', () => {
  const twice = ['crane', 'class 1', 'crane', 'cat'];
  it('is stored by its label if the label is unique', () => {
    assert.deepEqual(
      twice.map((_, index) => nameOfClass(index, twice)),
      [0, 1, 2, 'cat'],
    );
  });

  it('is found by label or number', () => {
    assert.equal(classOf('cat', twice), 3);
    assert.equal(classOf(2, twice), 2);
    assert.equal(classOf(4, twice), undefined);
    assert.equal(classOf('dog', twice), undefined);
    assert.equal(classOf(undefined, twice), undefined);
  });

  it('of a label that two classes have is either of them', () => {
    const now: PinResult = {
      imageHash: '',
      imageVersion: '',
      scores: [{ classIndex: 2, label: 'crane', logit: 1, probability: 1 }],
      way: 'cam',
      box: undefined,
      firing: '1',
    };
    assert.equal(compareResults(undefined, now, 'crane', twice).isRight, true);
    assert.equal(compareResults(undefined, now, 0, twice).isRight, false);
  });
});

describe('the list of pinned images', () => {
  const base: PinComparison = {
    change: 'steady',
    isRight: undefined,
    wasRight: undefined,
    boxOverlap: 1,
    followed: undefined,
    fall: 0,
  };
  const names = (list: [string, Partial<PinComparison>][]) =>
    list
      .map(([name, part]): [string, PinComparison] => [name, { ...base, ...part }])
      .sort(([, a], [, b]) => byWorst(a, b))
      .map(([name]) => name);

  it('begins with the worst', () => {
    const order = names([
      ['failed', FAILED],
      ['steady', {}],
      ['steady, falls', { fall: 0.05 }],
      ['steady, wrong', { isRight: false }],
      ['new', { change: 'new' }],
      ['weaker', { change: 'weaker', fall: 0.2 }],
      ['moved a little', { change: 'moved', boxOverlap: 0.8, fall: 0.5 }],
      ['moved far', { change: 'moved', boxOverlap: 0.1 }],
      ['towards', { change: 'towards', boxOverlap: 0 }],
      ['flipped, moved', { change: 'flipped', boxOverlap: 0.2 }],
      ['flipped, falls', { change: 'flipped', boxOverlap: 0.7, fall: 0.8 }],
      ['flipped', { change: 'flipped', boxOverlap: 0.7, fall: 0.4 }],
      ['away', { change: 'away', boxOverlap: 0.9 }],
    ]);
    assert.deepEqual(order, [
      'away',
      'flipped, moved',
      'flipped, falls',
      'flipped',
      'towards',
      'moved far',
      'moved a little',
      'weaker',
      'new',
      'steady, wrong',
      'steady, falls',
      'steady',
      'failed',
    ]);
  });

  it('keeps the order of the file if nothing has changed', () => {
    assert.deepEqual(
      names([
        ['c', {}],
        ['a', {}],
        ['b', {}],
      ]),
      ['c', 'a', 'b'],
    );
  });

  it('is summed up', () => {
    const all: PinComparison[] = [
      { ...base, change: 'away', isRight: false, wasRight: true, boxOverlap: 0.25 },
      { ...base, change: 'moved', isRight: true, wasRight: true, boxOverlap: 0.5 },
      { ...base, boxOverlap: 1 },
      { ...base, isRight: true, wasRight: true, boxOverlap: 0.75 },
      { ...base, boxOverlap: undefined },
      { ...base, change: 'new', isRight: true, boxOverlap: undefined },
      FAILED,
    ];
    assert.deepEqual(summarise(all), {
      pinned: 7,
      compared: 5,
      flipped: 1,
      medianOverlap: 0.625,
      right: 3,
      judged: 4,
      rightBefore: 3,
      judgedBefore: 3,
      failed: 1,
    });
    assert.equal(summarise([]).medianOverlap, undefined);
    assert.equal(summarise(all.slice(0, 3)).medianOverlap, 0.5);
  });
});
