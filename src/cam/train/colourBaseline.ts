import { wilson } from '../evaluate/statistics/wilson.ts';
import { balancedAccuracy, chooseStrengthInFolds } from '../linear/chooseStrength.ts';
import { foldsOf } from '../linear/folds.ts';
import { rowOf } from '../linear/matrices/matrix.ts';
import { checkedRidge } from '../linear/outOfFold.ts';
import type { Samples } from '../linear/samples/samples.ts';
import { indexOfLargest } from '../maps/scores.ts';
import type { ColourRate } from '../results/training.ts';
import { INNER_FOLDS, learnable } from './learnHead.ts';
import { meanColours } from './pictures/meanColours.ts';
import type { SampledPictures } from './pictures/sampledPictures.ts';
import type { TrainingSet } from './trainingSet.ts';

/**
 * How often ridge heads are right that know no more than the mean colour of each picture, see {@link meanColours}, in the
 * same folds. Their strengths are chosen in three folds of the pictures that they learn from.
 * @param isGray whether the model takes the lightness
 * @returns undefined if fewer than two classes have two pictures among those that are read
 */
export async function colourBaseline(
  set: TrainingSet,
  folds: Int32Array,
  sampled: SampledPictures,
  { isGray, seed }: { isGray: boolean; seed: number },
): Promise<ColourRate | undefined> {
  const { samples, rows } = learnable(set, sampled.rows);
  const ownFolds = rows.map((row) => folds[row] as number);
  if (samples.classes.length < 2 || new Set(ownFolds).size < 2) return undefined;
  const places = new Map(Array.from(sampled.rows, (row, place) => [row, place]));
  const pictures = Array.from(rows, (row) => sampled.pictures[places.get(row) ?? 0]);
  const coloured: Samples = { ...samples, features: meanColours(pictures, isGray) };
  const groups = rows.map((row) => set.groups?.[row] ?? row);
  const { outOfFold } = await checkedRidge(coloured, ownFolds, (learned) =>
    strengthOf(coloured, groups, learned, seed),
  );
  const right = ownFolds.filter(
    (_, i) => indexOfLargest(rowOf(outOfFold, i)) === coloured.labels[i],
  );
  return {
    ...wilson(right.length, ownFolds.length),
    balancedAccuracy: balancedAccuracy(outOfFold, coloured),
  };
}

/** 1 if too few classes or groups are left to choose by. */
async function strengthOf(
  samples: Samples,
  groups: Uint32Array,
  learned: Uint32Array,
  seed: number,
): Promise<number> {
  const { samples: part, rows } = learnable(samples, learned);
  const own = rows.map((row) => groups[row] as number);
  if (part.classes.length < 2 || new Set(own).size < 2) return 1;
  return chooseStrengthInFolds(part, foldsOf(part.labels, own, INNER_FOLDS, seed));
}
