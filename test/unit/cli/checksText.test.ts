import assert from 'node:assert/strict';
import type { LearningCurve, TrainingReport } from '../../../src/cam/results/training.ts';
import { curveText, leaksText } from '../../../src/cli/train/checksText.ts';

describe('what `train` says of how far its accuracy can be believed', () => {
  const report = (leaks: TrainingReport['leaks']) =>
    ({ leaks, pictures: 40_000, classes: [{ name: 'cat' }, { name: 'dog' }] }) as TrainingReport;
  const none = { threshold: 0.85, pairs: 0, sameClass: 0, pictures: 0, examples: [] };

  it('names pairs in different folds, what to do, and pairs of different classes', () => {
    const pair = { paths: ['a.png', 'b.png'] as [string, string], similarity: 0.9712 };
    const example = {
      ...pair,
      classes: [0, 1] as [number, number],
      folds: [2, 3] as [number, number],
    };
    const examples = [example];
    const found = leaksText(
      report({ ...none, pairs: 1, pictures: 2, examples, otherClass: { pairs: 1, examples } }),
    );
    assert.match(
      found.join('\n'),
      /different folds: 1 pair, 2 images\n.*`--groups near-duplicates`/,
    );
    assert.ok(found.includes('  0.971  a.png  b.png'));
    assert.match(
      found.join('\n'),
      /of different classes.*: 1\n {2}0\.971 {2}a\.png {2}b\.png \(cat, dog\)/,
    );
  });

  it('says where there are none, and where it was not looked for them', () => {
    const found = leaksText(report({ ...none, otherClass: { pairs: 0, examples: [] } }));
    assert.deepEqual(found, ['', 'Nearly the same images in different folds: none']);
    assert.match(leaksText(report(undefined)).join(), /not looked for among 40000 images/);
  });

  it('concludes from a learning curve only what its interval says', () => {
    const accuracy = { value: 0.8, low: 0.7, high: 0.9, of: 50 };
    const points = [
      { share: 0.5, pictures: 20.5, accuracy },
      { share: 1, pictures: 40, accuracy },
    ];
    const leaks = { ...none, otherClass: { pairs: 0, examples: [] } };
    const text = (gain: LearningCurve['gain'], pairs = 0) =>
      curveText({ learningCurve: { points, gain }, leaks: { ...leaks, pairs } }).join('\n');
    assert.match(text({ value: 0.05, low: 0.01, high: 0.09 }), /: more images would help\.$/);
    assert.match(text({ value: 0.001, low: -0.01, high: 0.012 }), /would hardly help\.$/);
    assert.match(text({ value: 0.02, low: -0.01, high: 0.05 }), /too uncertain to say/);
    assert.match(
      text({ value: 0.02, low: -0.01, high: 0.05 }),
      /added 2\.0 points \(95 % interval -1\.0 to 5\.0 points\)/,
    );
    assert.equal(text(undefined), '\nLearned from fewer images: 21: 80.0 %, 40: 80.0 %');
    assert.match(
      text({ value: 0.05, low: 0.01, high: 0.09 }, 3),
      /: more images would help, as far as nearly the same images are not the reason\.$/,
    );
    assert.deepEqual(curveText({ learningCurve: undefined, leaks }), []);
  });
});
