import assert from 'node:assert/strict';
import { classificationReport } from '../../../../src/cam/evaluate/classification/classificationReport.ts';
import type { Rate } from '../../../../src/cam/results/evaluation/scores.ts';
import { assertClose } from '../../assertClose.ts';
import { golden, goldenPredictions, singleLabels } from './golden.ts';

const labels = Array.from({ length: golden.classes }, (_, c) => `class ${c}`);

function assertRate(found: Rate | undefined, expected: number[] | null | undefined, what: string) {
  if (!expected) return assert.equal(found, undefined, what);
  const { value, low, high, of } = found ?? { value: -1, low: -1, high: -1, of: -1 };
  assertClose([value, low, high, of], expected, 1e-7, what);
}

describe('The errors of labelled pictures', () => {
  const expected = golden.singleLabels;
  const report = classificationReport(goldenPredictions(singleLabels), labels);

  it('are those of scikit-learn, with intervals of SciPy', () => {
    assert.equal(report.labelled, golden.truth.length);
    assertClose(
      [report.top1.value, report.top5?.value ?? Number.NaN],
      [expected.accuracy, expected.top5],
      1e-7,
      '',
    );
    assertRate(report.top1, expected.top1Rate, 'top-1');
    assertRate(report.top5, expected.top5Rate, 'top-5');
    assertClose([report.meanLoss], [expected.logLoss], 1e-6, 'loss');
  });

  it('are those of scikit-learn by class', () => {
    assert.deepEqual(
      report.classes.map(({ classIndex, label }) => [classIndex, label]),
      labels.map((label, c) => [c, label]),
    );
    for (const row of report.classes) {
      const c = row.classIndex;
      const counts = expected.confusion;
      const predicted = counts.reduce((sum, cells) => sum + (cells[c] ?? 0), 0);
      const pictures = counts[c]?.reduce((sum, cell) => sum + cell, 0);
      assert.deepEqual(
        [row.pictures, row.predicted, row.right],
        [pictures, predicted, counts[c]?.[c]],
      );
      assertRate(row.precision, expected.precisionRate[c], `precision ${c}`);
      assertRate(row.recall, expected.recallRate[c], `recall ${c}`);
      assertRate(row.accuracy, expected.classAccuracy[c], `accuracy ${c}`);
      assertClose([row.precision?.value ?? -1], [expected.precision[c] ?? -1], 1e-7, 'precision');
      assertClose([row.recall?.value ?? -1], [expected.recall[c] ?? -1], 1e-7, 'recall');
    }
  });

  it('list the confused pairs of the confusion matrix, the most frequent first', () => {
    const pairs = expected.confusion.flatMap((row, truth) =>
      row.map((count, predicted) => ({ truth, predicted, count })),
    );
    const confused = pairs.filter(
      ({ truth, predicted, count }) => truth !== predicted && count > 0,
    );
    // The matrix is in the order of classes, and the sort is stable.
    assert.deepEqual(
      report.confusions,
      confused.sort((a, b) => b.count - a.count),
    );
  });

  it('have the calibration of the authors of Guo et al.', () => {
    const { error, bins } = report.calibration;
    assertClose([error], [expected.calibration.error], 1e-6, 'error');
    assert.equal(bins.length, 15);
    for (const [b, [count, confidence, accuracy]] of expected.calibration.bins.entries()) {
      const bin = bins[b];
      assert.equal(bin?.count, count);
      assertClose([bin?.from ?? -1, bin?.to ?? -1], [b / 15, (b + 1) / 15], 1e-12, 'edges');
      const orNone = (value: number) => (Number.isNaN(value) ? -1 : value);
      assertClose(
        [orNone(bin?.confidence ?? 0), orNone(bin?.accuracy ?? 0)],
        [confidence ?? -1, accuracy ?? -1],
        1e-6,
        `bin ${b}`,
      );
    }
  });

  it('leave out pictures without a label and classes that do not occur', () => {
    const few = golden.truth.map((label, i) => (i < 6 ? [label] : []));
    const found = classificationReport(goldenPredictions(few), labels);
    assert.equal(found.labelled, 6);
    const right = golden.truth.slice(0, 6).filter((y, i) => expected.top[i]?.[0] === y).length;
    assert.equal(found.top1.value, right / 6);
    assert.equal(found.top1.of, 6);
    const loss = expected.loss.slice(0, 6).reduce((sum, value) => sum + value / 6, 0);
    assertClose([found.meanLoss], [loss], 1e-6, 'loss');
    const { bins, error } = found.calibration;
    assert.equal(
      bins.reduce((sum, { count }) => sum + count, 0),
      6,
    );
    const gaps = bins.filter(({ count }) => count > 0);
    const gapOf = ({ count, accuracy, confidence }: (typeof bins)[number]) =>
      (count / 6) * Math.abs(accuracy - confidence);
    assertClose([error], [gaps.reduce((sum, bin) => sum + gapOf(bin), 0)], 1e-12, 'error');
    const occurring = new Set(golden.truth.slice(0, 6));
    for (const row of expected.top.slice(0, 6)) occurring.add(row[0] ?? -1);
    assert.deepEqual(
      found.classes.map(({ classIndex }) => classIndex),
      [...occurring].sort((a, b) => a - b),
    );
  });

  it('say nothing of the first five where there are no more classes', () => {
    const none = goldenPredictions([]);
    assert.equal(classificationReport(none, labels.slice(0, 5)).top5, undefined);
    assert.ok(classificationReport(none, labels.slice(0, 6)).top5);
  });

  it('of several labels for each picture are 1 − the mean error', () => {
    const { labels: several, top1Error, top5Error } = golden.severalLabels;
    const found = classificationReport(goldenPredictions(several), labels);
    const accuracy = (errors: (number | null)[]) => {
      const known = errors.filter((error) => error !== null);
      return 1 - known.reduce((sum, error) => sum + error, 0) / known.length;
    };
    assertClose(
      [found.top1.value, found.top5?.value ?? Number.NaN],
      [accuracy(top1Error), accuracy(top5Error)],
      1e-6,
      'accuracy',
    );
  });
});

describe('A reliability diagram', () => {
  const binOf = (confidence: number): number => {
    const predictions = goldenPredictions([]);
    predictions.truth[0] = 1;
    predictions.confidence[0] = confidence;
    const { calibration } = classificationReport(predictions, labels);
    return calibration.bins.findIndex(({ count }) => count === 1);
  };

  it('has 0 in its first bin and 1 in its last', () => {
    assert.deepEqual(
      [binOf(0), binOf(1), binOf(0.99), binOf(0.01), binOf(0.07)],
      [0, 14, 14, 0, 1],
    );
  });
});
