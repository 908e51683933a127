import { inverse } from '../matrices/inverse.ts';
import type { Matrix } from '../matrices/matrix.ts';
import {
  addScaled,
  addToDiagonal,
  columnOf,
  fromColumns,
  timesVector,
} from '../matrices/matrix.ts';
import type { Products } from '../matrices/products.ts';
import { classWeights } from '../samples/classWeights.ts';
import type { ClassProblem, RidgeSystem } from './ridgeSystem.ts';
import { SharedInverse } from './sharedInverse.ts';

/** Classes with a larger share have a penalty of their own: that of the others differs by 10 % at most. */
const MAX_SHARED_SHARE = 0.1;
/** Above this ratio of samples to unknowns, a system of its own is as cheap as a correction. */
const MAX_SHARED_RANK = 0.5;
/** Largest change of the last round, in parts of the largest unknown. */
const TOLERANCE = 1e-6;
/** A round leaves a tenth of the error or less; rounding stops it far before this. */
const MAX_ROUNDS = 20;

/**
 * Unknowns of each class; zeros for one without samples.
 * @param n number of samples
 * @param lambda λ
 */
export async function solveClasses(
  system: RidgeSystem,
  n: number,
  lambda: number,
  products: Products,
): Promise<Float64Array[]> {
  const problems = problemsOf(system, n, lambda);
  const [one, other] = problems;
  if (one && other && problems.length === 2) {
    // Both have the same weights, and opposite targets.
    const found = await solveAlone(system, one, products);
    return [found, found.map((value) => -value)];
  }
  const unknowns: Float64Array[] = problems.map(() => new Float64Array(system.size));
  const shared: number[] = [];
  for (const [c, problem] of problems.entries()) {
    if (problem.own.length === 0) continue;
    if (isShared(problem, n, system.size)) shared.push(c);
    else unknowns[c] = await solveAlone(system, problem, products);
  }
  if (shared.length === 0) return unknowns;
  const solved = await solveTogether(
    system,
    shared.map((c) => problems[c] as ClassProblem),
    products,
  );
  for (const [i, c] of shared.entries()) unknowns[c] = solved[i] as Float64Array;
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
 * classes are of equal size the first round is exact.
 */
async function solveTogether(
  system: RidgeSystem,
  problems: readonly ClassProblem[],
  products: Products,
): Promise<Float64Array[]> {
  const shared = await SharedInverse.create(system, problems, products);
  const unknowns = problems.map(() => new Float64Array(system.size));
  let residuals: readonly Float64Array[] = problems.map(({ rightSide }) => rightSide);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const changes = await shared.times(residuals);
    for (const [c, change] of changes.entries()) add(unknowns[c] as Float64Array, change);
    if (changes.every((change, c) => largest(change) <= TOLERANCE * largest(unknowns[c] ?? [])))
      break;
    residuals = await residualsOf(system, problems, unknowns, products);
  }
  return unknowns;
}

/** Right side − (S + λ′I + κUᵀU)·v */
async function residualsOf(
  system: RidgeSystem,
  problems: readonly ClassProblem[],
  unknowns: readonly Float64Array[],
  products: Products,
): Promise<Float64Array[]> {
  const image = await products.multiply(system.matrix, fromColumns(unknowns));
  return problems.map(({ own, penalty, excess, rightSide }, c) => {
    const v = unknowns[c] as Float64Array;
    const s = columnOf(image, c);
    const u = system.spread(own, system.at(own, v));
    const factor = system.factorOf(excess, penalty);
    return rightSide.map(
      (value, i) =>
        value - (s[i] as number) - penalty * (v[i] as number) - factor * (u[i] as number),
    );
  });
}

function add(to: Float64Array, values: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] as number) + (values[i] as number);
}

function largest(values: ArrayLike<number>): number {
  let result = 0;
  for (let i = 0; i < values.length; i++) result = Math.max(result, Math.abs(values[i] as number));
  return result;
}
