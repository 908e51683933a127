import { inverse } from '../matrices/inverse.ts';
import type { Matrix } from '../matrices/matrix.ts';
import {
  addScaled,
  addToDiagonal,
  fromRows,
  rowOf,
  timesVector,
  zeros,
} from '../matrices/matrix.ts';
import type { Products } from '../matrices/products.ts';
import { classWeights } from '../samples/classWeights.ts';
import type { ClassProblem, RidgeSystem } from './ridgeSystem.ts';
import { SharedInverse } from './sharedInverse.ts';

/** Classes with a larger share have a penalty of their own: that of the others differs by 10 % at most. */
const MAX_SHARED_SHARE = 0.1;
/** Above this ratio of samples to unknowns, a system of its own is as cheap as a correction. */
const MAX_SHARED_RANK = 0.5;
/** Largest change of the last round, in parts of the largest unknown: a tenth of it is left as error. */
const TOLERANCE = 1e-4;
/** A round leaves a tenth of the error or less; rounding stops it far before this. */
const MAX_ROUNDS = 20;

/**
 * Unknowns of each class, classes×m; zeros for one without samples.
 * @param n number of samples
 * @param lambda λ
 */
export async function solveClasses(
  system: RidgeSystem,
  n: number,
  lambda: number,
  products: Products,
): Promise<Matrix> {
  const problems = problemsOf(system, n, lambda);
  const [one, other] = problems;
  if (one && other && problems.length === 2) {
    // Both have the same weights, and opposite targets.
    const found = await solveAlone(system, one, products);
    return fromRows([found, found.map((value) => -value)]);
  }
  const unknowns = zeros(problems.length, system.size);
  const shared: number[] = [];
  for (const [c, problem] of problems.entries()) {
    if (problem.own.length === 0) continue;
    if (isShared(problem, n, system.size)) shared.push(c);
    else rowOf(unknowns, c).set(await solveAlone(system, problem, products));
  }
  if (shared.length === 0) return unknowns;
  const together = shared.map((c) => problems[c] as ClassProblem);
  const solved = await solveTogether(system, together, products);
  for (const [i, c] of shared.entries()) {
    rowOf(unknowns, c).set(
      solved ? rowOf(solved, i) : await solveAlone(system, problems[c] as ClassProblem, products),
    );
  }
  return unknowns;
}

/**
 * @param n number of samples
 * @param lambda λ
 */
export function problemsOf(system: RidgeSystem, n: number, lambda: number): ClassProblem[] {
  return system.rowsOf.map((own, c) => {
    const weights = classWeights(own.length, n);
    const excess = weights.own / weights.rest - 1;
    const rightSide = system.rightSide(c, excess);
    return { own, penalty: lambda / weights.rest, excess, rightSide };
  });
}

/** Whether the inverse of a class is had from one that many classes share. */
export function isShared({ own }: ClassProblem, n: number, size: number): boolean {
  return own.length <= MAX_SHARED_SHARE * n && own.length <= MAX_SHARED_RANK * size;
}

/** (S + λ′I + κUᵀU)⁻¹ of one class. */
export async function inverseOfClass(
  system: RidgeSystem,
  { own, penalty, excess }: ClassProblem,
  products: Products,
): Promise<Matrix> {
  const matrix = { ...system.matrix, values: system.matrix.values.slice() };
  addScaled(matrix, await system.outer(own), system.factorOf(excess, penalty));
  addToDiagonal(matrix, penalty);
  return inverse(matrix, products);
}

async function solveAlone(
  system: RidgeSystem,
  problem: ClassProblem,
  products: Products,
): Promise<Float64Array> {
  return timesVector(await inverseOfClass(system, problem, products), problem.rightSide);
}

/**
 * Iterative refinement, v ← v + B⁻¹(right side − A·v), where B is A with the largest penalty of these classes, so that
 * all need one inverse. (1 − MAX_SHARED_SHARE)·B ≤ A ≤ B, hence a round leaves at most that share of the error; where all
 * classes are of equal size the first round is exact, but for rounding.
 * @returns undefined if it does not converge
 */
async function solveTogether(
  system: RidgeSystem,
  problems: readonly ClassProblem[],
  products: Products,
): Promise<Matrix | undefined> {
  const shared = await SharedInverse.create(system, problems, products);
  const unknowns = zeros(problems.length, system.size);
  let residuals = fromRows(problems.map(({ rightSide }) => rightSide));
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const changes = await shared.times(residuals);
    addScaled(unknowns, changes, 1);
    const isSmall = (_: ClassProblem, c: number) =>
      largest(rowOf(changes, c)) <= TOLERANCE * largest(rowOf(unknowns, c));
    if (problems.every(isSmall)) return unknowns;
    residuals = await residualsOf(system, problems, unknowns, products);
  }
  return undefined;
}

/** Right side − (S + λ′I + κUᵀU)·v; S is symmetric. */
async function residualsOf(
  system: RidgeSystem,
  problems: readonly ClassProblem[],
  unknowns: Matrix,
  products: Products,
): Promise<Matrix> {
  const image = await products.multiply(unknowns, system.matrix);
  for (const [c, { own, penalty, excess, rightSide }] of problems.entries()) {
    const v = rowOf(unknowns, c);
    const u = system.through(own, v, (values) => values);
    const factor = system.factorOf(excess, penalty);
    const result = rowOf(image, c);
    for (let i = 0; i < result.length; i++) {
      const product =
        (result[i] as number) + penalty * (v[i] as number) + factor * (u[i] as number);
      result[i] = (rightSide[i] as number) - product;
    }
  }
  return image;
}

function largest(values: ArrayLike<number>): number {
  let result = 0;
  for (let i = 0; i < values.length; i++) result = Math.max(result, Math.abs(values[i] as number));
  return result;
}
