import type { Matrix } from './matrices/matrix.ts';
import { addScaled, putRows, zeros } from './matrices/matrix.ts';
import { Products } from './matrices/products.ts';
import { gramOf, restandardised } from './ridge/gram.ts';
import { hasFewerRows, ridgeOfRows } from './ridge.ts';
import type { LinearHead } from './samples/linearHead.ts';
import { scoresOf } from './samples/linearHead.ts';
import type { Samples } from './samples/samples.ts';
import { allRows, requireTwoOfEach } from './samples/samples.ts';
import { standardise } from './samples/standardise.ts';

export interface CheckedHead {
  /** Learned from all samples. */
  readonly head: LinearHead;
  /** Scores n×classes of each sample, by a head that was learned without the samples of its fold. */
  readonly outOfFold: Matrix;
}

/**
 * The ridge head of all samples (see {@link ridge}), and what heads say of samples that they were not learned from.
 * Each fold's head has its own standard, class weights and penalty. With more rows than features Z̃ᵀZ̃ is computed once
 * for each fold: that of all others is the sum less its own.
 * @param folds number of the fold of each sample, from 0
 * @param strengthOf the strength for a head of these rows alone
 * @param signal ends the work: throws the signal's reason
 * @throws CamError `tooFewSamples`
 */
export async function checkedRidge(
  samples: Samples,
  folds: ArrayLike<number>,
  strengthOf: (rows: Uint32Array) => Promise<number>,
  signal?: AbortSignal,
): Promise<CheckedHead> {
  requireTwoOfEach(samples);
  const { features } = samples;
  const products = new Products(signal);
  const all = allRows(features);
  const standard = standardise(features);
  const rowsOfFolds = Array.from({ length: foldCount(folds) }, (_, fold) =>
    all.filter((row) => folds[row] === fold),
  );
  const grams: Matrix[] = [];
  const sum = zeros(features.columns + 1, features.columns + 1);
  if (!hasFewerRows(samples, all)) {
    for (const rows of rowsOfFolds) {
      const gram = await gramOf(features, standard, rows, products);
      grams.push(gram);
      addScaled(sum, gram, 1);
    }
  }
  const known = grams.length > 0 ? sum : undefined;
  const strength = await strengthOf(all);
  const head = await ridgeOfRows(samples, all, standard, strength, products, known);
  const outOfFold = zeros(features.rows, samples.classes.length);
  for (const [fold, rows] of rowsOfFolds.entries()) {
    const others = all.filter((row) => folds[row] !== fold);
    const ownStandard = standardise(features, others);
    const own = grams[fold];
    const gram = own && restandardised(minus(sum, own), standard, ownStandard);
    const ownStrength = await strengthOf(others);
    const found = await ridgeOfRows(samples, others, ownStandard, ownStrength, products, gram);
    putRows(outOfFold, rows, await scoresOf(found, features, products, rows));
  }
  return { head, outOfFold };
}

function foldCount(folds: ArrayLike<number>): number {
  let count = 0;
  for (let row = 0; row < folds.length; row++) count = Math.max(count, (folds[row] as number) + 1);
  return count;
}

function minus(a: Matrix, b: Matrix): Matrix {
  return addScaled({ ...a, values: a.values.slice() }, b, -1);
}
