import { indexOfLargest } from '../maps/scores.ts';
import { stratifiedPart } from './folds.ts';
import { kernelOf, leaveOutOf } from './leaveOut.ts';
import type { Matrix } from './matrices/matrix.ts';
import { Products } from './matrices/products.ts';
import { checkedRidge } from './outOfFold.ts';
import { rowsOfGroups } from './samples/groups.ts';
import type { Samples } from './samples/samples.ts';
import { allRows, requireTwoOfEach, rowsByClass, samplesOf } from './samples/samples.ts';

/** L in half decades from 0.001 to 1000. */
const STRENGTHS = Array.from({ length: 13 }, (_, i) => 10 ** (i / 2 - 3));
const DECADES = STRENGTHS.filter((_, i) => i % 2 === 0);
/** Of more samples than this, a part stands for all: the time of leaving out grows with n³. */
const MAX_SAMPLES = 2000;

interface TriedStrength {
  readonly strength: number;
  readonly balancedAccuracy: number;
}

interface ChosenStrength {
  readonly strength: number;
  /** What was tried, by rising strength. */
  readonly tried: readonly TriedStrength[];
  /** How many samples it was tried on. */
  readonly samples: number;
}

/**
 * The strength of `ridge` with the best balanced accuracy where each group is left out (see `leaveOut`); of equals the one
 * nearest to 1. The squared error is no guide: it asks for scores of ±1, not for the right class.
 * @param groups group of each sample; each sample is one if left out
 * @param seed of the choice where there are more than 2000 samples
 * @param signal ends the work: throws the signal's reason
 * @throws CamError `tooFewSamples`
 */
export async function chooseStrength(
  samples: Samples,
  groups: ArrayLike<number> | undefined,
  seed: number,
  signal?: AbortSignal,
): Promise<ChosenStrength> {
  requireTwoOfEach(samples);
  const products = new Products(signal);
  const all = groups ?? allRows(samples.features);
  const rows = stratifiedPart(samples.labels, all, MAX_SAMPLES, seed);
  const part = samplesOf(samples, rows);
  const members = rowsOfGroups(rows.map((row) => all[row] as number));
  const system = await kernelOf(part, products);
  const tried: TriedStrength[] = [];
  for (const strength of STRENGTHS) {
    const scores = await leaveOutOf(system, members, strength, products);
    tried.push({ strength, balancedAccuracy: balancedAccuracy(scores, part) });
  }
  return { strength: bestOf(tried), tried, samples: rows.length };
}

/**
 * The same in whole decades where each fold is left out, for many samples of few features: its time does not grow with n³.
 * @throws CamError `tooFewSamples`
 */
export async function chooseStrengthInFolds(
  samples: Samples,
  folds: ArrayLike<number>,
  signal?: AbortSignal,
): Promise<number> {
  const tried: TriedStrength[] = [];
  for (const strength of DECADES) {
    const { outOfFold } = await checkedRidge(samples, folds, async () => strength, signal);
    tried.push({ strength, balancedAccuracy: balancedAccuracy(outOfFold, samples) });
  }
  return bestOf(tried);
}

function bestOf(tried: readonly TriedStrength[]): number {
  const fromOne = ({ strength }: TriedStrength) => Math.abs(Math.log(strength));
  const [best = { strength: 1 }] = tried.toSorted(
    (a, b) => b.balancedAccuracy - a.balancedAccuracy || fromOne(a) - fromOne(b),
  );
  return best.strength;
}

/**
 * Mean over the classes that have samples of the share of their samples with the largest score in the right class.
 * @param scores n×classes
 */
export function balancedAccuracy({ columns, values }: Matrix, samples: Samples): number {
  const shares: number[] = [];
  for (const [c, rows] of rowsByClass(samples).entries()) {
    if (rows.length === 0) continue;
    const isRight = (row: number) =>
      indexOfLargest(values.subarray(row * columns, (row + 1) * columns)) === c;
    shares.push(rows.filter(isRight).length / rows.length);
  }
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
