import { pairedDifference } from '../evaluate/statistics/pairedDifference.ts';
import { wilson } from '../evaluate/statistics/wilson.ts';
import { learnedFromParts } from '../linear/learningCurve.ts';
import type { Matrix } from '../linear/matrices/matrix.ts';
import { rowOf } from '../linear/matrices/matrix.ts';
import { indexOfLargest } from '../maps/scores.ts';
import type { CurvePoint, LearningCurve } from '../results/training.ts';
import type { LearnedHead } from './learnHead.ts';
import type { TrainingSet } from './trainingSet.ts';

/** With so many pictures an interval is ±2 % at most, so further folds are not worth their time. */
const JUDGED = 2000;

/**
 * How accurate ridge heads are that learn from an eighth, a quarter and a half of the pictures of the other folds, besides
 * all of them. Each fold's head has the strength that was chosen for all of them. Whole folds are judged until they have
 * 2000 pictures.
 * @param learned by ridge
 * @returns undefined if none of these parts is large enough
 */
export async function learningCurve(
  set: TrainingSet,
  { folds, foldStrengths, outOfFold }: LearnedHead,
  seed: number,
): Promise<LearningCurve | undefined> {
  const judged = new Map<number, number>();
  let count = 0;
  for (const [fold, strength] of foldStrengths.entries()) {
    if (count >= JUDGED) break;
    judged.set(fold, strength);
    count += folds.filter((own) => own === fold).length;
  }
  const { groups } = set;
  const parts = await learnedFromParts(set, { folds, groups, judged, seed });
  if (parts.length === 0) return undefined;
  const rows = Array.from(folds.keys()).filter((row) => judged.has(folds[row] as number));
  const isRight = (scores: Matrix) =>
    rows.map((row) => indexOfLargest(rowOf(scores, row)) === set.labels[row]);
  const pointOf = (share: number, pictures: number, right: readonly boolean[]): CurvePoint => ({
    share,
    pictures,
    accuracy: wilson(right.filter(Boolean).length, right.length),
  });
  const full = isRight(outOfFold);
  const points = parts.map(({ share, samples, outOfFold: scores }) =>
    pointOf(share, samples, isRight(scores)),
  );
  const learnedFrom = folds.length - count / judged.size;
  const half = parts.find(({ share }) => share === 0.5);
  return {
    points: [...points, pointOf(1, learnedFrom, full)],
    gain: half && gainOf(isRight(half.outOfFold), full),
  };
}

function gainOf(before: readonly boolean[], after: readonly boolean[]) {
  const lost = before.filter((right, i) => right && !after[i]).length;
  const won = after.filter((right, i) => right && !before[i]).length;
  return pairedDifference(lost, won, after.length);
}
