import assert from 'node:assert/strict';
import type { PassedFolder } from '../../../../src/cam/evaluate/doctor/quickDoctor.ts';
import { quickDoctor } from '../../../../src/cam/evaluate/doctor/quickDoctor.ts';

describe('What predictions say about labels and preprocessing', () => {
  const LABELS = ['dog', 'cat', 'bird', 'ant'];

  /** A folder of pictures of the four classes in turn. */
  const folder = (
    count: number,
    predict: (truth: number, i: number) => number,
    labels: readonly string[] = LABELS,
  ): PassedFolder => {
    const truth = Int32Array.from({ length: count }, (_, i) => i % Math.min(4, labels.length));
    const top = new Int32Array(5 * count).fill(-1);
    for (const [i, classIndex] of truth.entries()) top[5 * i] = predict(classIndex, i);
    return { labels, predictions: { truth, top, top5Error: new Float32Array(count) } };
  };

  it('is that the labels are sorted otherwise', () => {
    // By the alphabet: ant, bird, cat, dog.
    const sorted = [3, 2, 1, 0];
    const { warning, change, reason } = quickDoctor(
      folder(60, (truth, i) => (i < 56 ? sorted[truth] : truth) ?? 0),
    );
    assert.deepEqual(change, { labels: ['ant', 'bird', 'cat', 'dog'] });
    assert.match(
      warning ?? '',
      /labels may not fit.* of 60 labelled pictures 6\.7 % .* 93 % .*alph/,
    );
    assert.equal(reason, undefined);
  });

  it('is that they are moved by one class', () => {
    const { warning, change } = quickDoctor(folder(60, (truth) => truth + 1, [...LABELS, 'x']));
    assert.deepEqual(change, { labels: ['background', ...LABELS] });
    assert.match(warning ?? '', /one class later/);
  });

  it('offers no labels where numbers state the classes', () => {
    const quick = quickDoctor({ ...folder(60, (truth) => (truth + 3) % 4), labelsBy: 'numbers' });
    assert.match(quick.warning ?? '', /one class earlier/);
    assert.equal(quick.change, undefined);
  });

  it('is nothing where the labels fit, or too few pictures are labelled', () => {
    const nothing = { warning: undefined, change: undefined, reason: undefined };
    assert.deepEqual(quickDoctor(folder(60, (truth) => truth)), nothing);
    assert.deepEqual(quickDoctor(folder(49, (truth) => truth + 1)), nothing);
    const unlabelled = folder(60, (truth) => truth + 1);
    unlabelled.predictions.truth.fill(-1, 40);
    assert.deepEqual(quickDoctor(unlabelled), nothing);
  });

  it('is that an examination is worth its time where chance does as well', () => {
    const { warning, reason } = quickDoctor(folder(80, () => 0));
    assert.equal(warning, undefined);
    assert.match(reason ?? '', /80 labelled pictures only 25 % are right, and chance is 25 %/);
  });

  it('… or where the right class is among the first five, but rarely first', () => {
    const many = Array.from({ length: 100 }, (_, i) => `n${i}`);
    const { reason } = quickDoctor(folder(100, (truth, i) => (i % 5 === 0 ? truth : 50), many));
    assert.match(reason ?? '', /100 % have the right class among the first five, but only 20 %/);
    const half = quickDoctor(folder(100, (truth, i) => (i % 2 === 0 ? truth : 50), many));
    assert.equal(half.reason, undefined);
  });
});
