import type { Matrix } from './matrices/matrix.ts';
import { Products } from './matrices/products.ts';
import { gramOf } from './ridge/gram.ts';
import { KernelEquations } from './ridge/kernelEquations.ts';
import { NormalEquations } from './ridge/normalEquations.ts';
import type { RidgeSystem } from './ridge/ridgeSystem.ts';
import { solveClasses } from './ridge/solveClasses.ts';
import type { LinearHead } from './samples/linearHead.ts';
import { foldScale } from './samples/linearHead.ts';
import type { Samples } from './samples/samples.ts';
import { allRows, requireTwoOfEach } from './samples/samples.ts';
import type { Standard } from './samples/standardise.ts';
import { standardise } from './samples/standardise.ts';

/**
 * Class-weighted ridge regression of each class against all others: features are standardised, targets are ±1, each
 * side has half of the weight (`classWeights`), and w, with the bias, minimises Σ r_i (y_i − w·z̃_i)² + strength·n·|w|².
 * The result is for raw features.
 * @param strength L; penalty in parts of the number of samples, above 0
 * @param signal ends the work: throws the signal's reason
 * @throws CamError `tooFewSamples`
 */
export async function ridge(
  samples: Samples,
  strength: number,
  signal?: AbortSignal,
): Promise<LinearHead> {
  requireTwoOfEach(samples);
  const products = new Products(signal);
  const rows = allRows(samples.features);
  return ridgeOfRows(samples, rows, standardise(samples.features), strength, products);
}

/**
 * The same from some rows alone. A class without any is never chosen: its bias is −∞.
 * @param gram of these rows, if it is known, see {@link gramOf}
 */
export async function ridgeOfRows(
  samples: Samples,
  rows: Uint32Array,
  standard: Standard,
  strength: number,
  products: Products,
  gram?: Matrix,
): Promise<LinearHead> {
  const { features } = samples;
  const system: RidgeSystem = hasFewerRows(samples, rows)
    ? await KernelEquations.create(samples, rows, standard, products)
    : new NormalEquations(
        samples,
        rows,
        standard,
        gram ?? (await gramOf(features, standard, rows, products)),
        products,
      );
  const unknowns = await solveClasses(system, rows.length, strength * rows.length, products);
  const head = foldScale(await system.solution(unknowns), standard);
  for (const [c, own] of system.rowsOf.entries()) {
    if (own.length === 0) head.biases[c] = Number.NEGATIVE_INFINITY;
  }
  return head;
}

/** Whether an unknown for each row is fewer than one for each feature. */
export function hasFewerRows({ features }: Samples, rows: ArrayLike<number>): boolean {
  return rows.length <= features.columns;
}
