import type { TrainingReport } from '../../cam/results/training.ts';
import { rateText, share } from '../text/rates.ts';
import { table } from '../text/table.ts';
import { colourText, curveText, givenAwayText, leaksText } from './checksText.ts';

const LEARNERS = { ridge: 'ridge regression', svm: 'linear SVM', logistic: 'logistic regression' };

/** Confused pairs that are listed. */
const PAIRS = 5;

/** What was learned, and how well. @param count of images that are not recognised to list */
export function trainText(report: TrainingReport, count: number): string[] {
  const { classes, feature, accuracy, baselines, folds, groups } = report;
  const { tensor, channels, width, height } = feature;
  const parts = groups === undefined ? 'images' : `${groups} groups of images`;
  return [
    `${report.pictures} images, ${classes.length} classes; ${channels} channels of ${tensor}, ${width}×${height} cells`,
    `${LEARNERS[report.learner]}, strength ${Number(report.strength.toPrecision(3))}; ${folds.length} folds of ${parts}, seed ${report.seed}`,
    '',
    `Right, of images that were not learned from: ${rateText(accuracy)}`,
    `  mean of the classes:             ${share(report.balancedAccuracy)}`,
    `  by fold:                         ${folds.map((fold) => share(fold.value)).join(', ')}`,
    `  always the most frequent class:  ${share(baselines.majority.value)}`,
    `  by the model's own classes:      ${share(baselines.ownClasses.value)}`,
    ...colourText(baselines.meanColour),
    ...givenAwayText(report),
    ...leaksText(report),
    ...curveText(report),
    '',
    ...table(
      ['Class', 'Images', 'Recall', 'Precision'],
      classes.map(({ name, pictures, recall, precision }) => [
        name,
        String(pictures),
        share(recall.value),
        share(precision.value),
      ]),
    ),
    ...confusedText(report),
    ...wrongText(report, count),
    '',
    `Written: ${report.file}`,
    `         ${report.sidecar}`,
    `Checked: its scores of images are those that were learned, to ${report.difference.toExponential(1)}.`,
  ];
}

function confusedText({ classes, confusion }: TrainingReport): string[] {
  const pairs = confusion
    .flatMap((row, truth) => row.map((count, predicted) => ({ truth, predicted, count })))
    .filter(({ truth, predicted, count }) => truth !== predicted && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, PAIRS);
  if (pairs.length === 0) return [];
  const nameOf = (c: number) => classes[c]?.name ?? '';
  return [
    '',
    'Most often taken for another class:',
    ...pairs.map(
      ({ truth, predicted, count }) => `  ${nameOf(truth)} → ${nameOf(predicted)}: ${count}`,
    ),
  ];
}

function wrongText({ classes, wrong }: TrainingReport, count: number): string[] {
  const shown = wrong.slice(0, count);
  if (shown.length === 0) return [];
  const nameOf = (c: number) => classes[c]?.name ?? '';
  return [
    '',
    'Not recognised, the surest mistakes first:',
    ...shown.map(
      ({ path, truth, predicted }) => `  ${path}: ${nameOf(truth)} → ${nameOf(predicted)}`,
    ),
  ];
}
