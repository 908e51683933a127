import { t } from '@vscode/l10n';
import type { QuickDiagnosis } from '../../results/evaluation/doctor.ts';
import type { ConfusedPair } from '../../results/evaluation/overview.ts';
import { percent } from '../../results/fidelity.ts';
import { confusionPairs } from '../classification/confusionPairs.ts';
import type { Predictions } from '../evaluation.ts';
import { wilson } from '../statistics/wilson.ts';
import { isFarBetter, warningOf } from './comparison.ts';
import type { FileLabels, LabelOrder } from './labelOrders.ts';
import { labelOrders } from './labelOrders.ts';

/** Fewer labelled pictures are not judged without being asked. */
const LEAST_PICTURES = 50;

/** Fewer classes have the right one among the first five too often by chance. */
const CLASSES_FOR_TOP5 = 20;

/** What is known of a folder after its pass. */
export interface PassedFolder {
  labels: readonly string[];
  predictions: Pick<Predictions, 'truth' | 'top' | 'top5Error'>;
  /** As in a `DoctorQuery`. */
  labelsBy?: 'names' | 'numbers' | undefined;
  firstNumber?: 0 | 1 | undefined;
  /** Labels of files beside the model, see `labelsOfFiles`. */
  files?: readonly FileLabels[];
}

/** Pictures that are right by the labels in use and by other ones. */
interface Counts {
  order: LabelOrder;
  right: number;
  onlyCurrent: number;
  onlyOther: number;
}

/**
 * What predictions say about labels and preprocessing without a run, from 50 labelled pictures on: whether another order
 * of the labels beats the one in use by far, and, if not, whether accuracy is so low that an examination is worth its
 * time: below three times chance (for few classes, a quarter of the way from chance to all), or less than half of the
 * pictures that have the right class among the first five.
 */
export function quickDoctor(folder: PassedFolder): QuickDiagnosis {
  const { labels, predictions, labelsBy = 'names', files = [], firstNumber } = folder;
  const pairs = confusionPairs(predictions, labels.length);
  const pictures = pairs.reduce((sum, { count }) => sum + count, 0);
  const classes = new Set(pairs.map(({ truth }) => truth)).size;
  if (pictures < LEAST_PICTURES || classes < 2) return nothing();
  const [current, ...others] = labelOrders(labels, files, firstNumber).map((order) =>
    countRight(order, pairs),
  );
  if (!current) return nothing();
  const [best] = others.sort((a, b) => b.right - a.right);
  if (!best || !isFarBetter({ ...best, pictures, classes })) {
    const reason = lowAccuracy(current.right, pictures, predictions, labels.length);
    return { ...nothing(), reason };
  }
  const change = { labels: best.order.labels };
  const warning = warningOf(change, best.order.text ?? '', {
    now: wilson(current.right, pictures),
    other: wilson(best.right, pictures),
  });
  return { warning, change: labelsBy === 'names' ? change : undefined, reason: undefined };
}

function nothing(): QuickDiagnosis {
  return { warning: undefined, change: undefined, reason: undefined };
}

function countRight(order: LabelOrder, pairs: readonly ConfusedPair[]): Counts {
  const counts = { order, right: 0, onlyCurrent: 0, onlyOther: 0 };
  for (const { truth, predicted, count } of pairs) {
    const isNow = predicted === truth;
    const isThen = predicted === order.classOf[truth];
    if (isThen) counts.right += count;
    if (isNow && !isThen) counts.onlyCurrent += count;
    if (isThen && !isNow) counts.onlyOther += count;
  }
  return counts;
}

function lowAccuracy(
  right: number,
  count: number,
  { truth, top5Error }: PassedFolder['predictions'],
  classes: number,
): string | undefined {
  const chance = 1 / classes;
  const { high } = wilson(right, count);
  if (high < Math.min(3 * chance, chance + (1 - chance) / 4)) {
    return t(
      'Of {0} labelled pictures only {1} are right, and chance is {2}: preprocessing or labels may not fit this model.',
      count,
      percent(right / count),
      percent(chance),
    );
  }
  let inFive = 0;
  for (const [i, error] of top5Error.entries()) if ((truth[i] ?? -1) >= 0) inFive += 1 - error;
  if (classes < CLASSES_FOR_TOP5 || 2 * right >= inFive) return undefined;
  return t(
    'Of {0} labelled pictures {1} have the right class among the first five, but only {2} have it first: the preprocessing may not fit this model.',
    count,
    percent(inFive / count),
    percent(right / count),
  );
}
