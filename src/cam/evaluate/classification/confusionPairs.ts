import type { ConfusedPair } from '../../results/evaluation/overview.ts';
import type { Predictions } from '../evaluation.ts';
import { predictedOf } from './topClasses.ts';

/**
 * The confusion matrix of the labelled pictures without its zeros, in no order.
 * @param classes number of the model's classes
 */
export function confusionPairs(
  { truth, top }: Pick<Predictions, 'truth' | 'top'>,
  classes: number,
): ConfusedPair[] {
  const counts = new Map<number, number>();
  for (let image = 0; image < truth.length; image++) {
    const classIndex = truth[image] as number;
    if (classIndex < 0) continue;
    const cell = classIndex * classes + predictedOf({ top }, image);
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  return Array.from(counts, ([cell, count]) => ({
    truth: Math.floor(cell / classes),
    predicted: cell % classes,
    count,
  }));
}
