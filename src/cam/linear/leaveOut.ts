import { inverse } from './matrices/inverse.ts';
import type { Matrix } from './matrices/matrix.ts';
import {
  addToDiagonal,
  columnOf,
  fromRows,
  rowOf,
  submatrix,
  timesVector,
  zeros,
} from './matrices/matrix.ts';
import { Products } from './matrices/products.ts';
import { KernelEquations } from './ridge/kernelEquations.ts';
import type { ClassProblem, RidgeSystem } from './ridge/ridgeSystem.ts';
import { correctionOf, largestPenalty } from './ridge/sharedInverse.ts';
import { inverseOfClass, isShared, problemsOf } from './ridge/solveClasses.ts';
import { rowsOfGroups } from './samples/groups.ts';
import type { Samples } from './samples/samples.ts';
import { allRows, requireTwoOfEach } from './samples/samples.ts';
import { standardise } from './samples/standardise.ts';

/**
 * Ridge scores n×classes of each sample by a head that is learned without its group, in closed form. With
 * C = (Z̃Z̃ᵀ + λR⁻¹)⁻¹ and α = C·y the errors of a group F are y_F − f_F = (C_FF)⁻¹α_F (Rifkin & Lippert 2007, for blocks).
 * Standard, class weights and penalty stay those of all samples: the side of a left-out sample has lost its weight, which
 * lowers the score of its class a little, the more the stronger the penalty. Classes with up to a tenth of the samples
 * share the penalty of the largest: the others' is 10 % higher than `ridge` has it, at most. Time grows with n³.
 * @param groups number of the group of each sample
 * @param strength L, as in `ridge`
 * @param signal ends the work: throws the signal's reason
 * @throws CamError `tooFewSamples`
 */
export async function leaveOut(
  samples: Samples,
  groups: ArrayLike<number>,
  strength: number,
  signal?: AbortSignal,
): Promise<Matrix> {
  requireTwoOfEach(samples);
  const products = new Products(signal);
  const system = await kernelOf(samples, products);
  return leaveOutOf(system, rowsOfGroups(groups), strength, products);
}

/** The system of all samples, the same for every strength. */
export function kernelOf(samples: Samples, products: Products): Promise<KernelEquations> {
  const { features } = samples;
  return KernelEquations.create(samples, allRows(features), standardise(features), products);
}

/** As {@link leaveOut}, for a system that is known. */
export async function leaveOutOf(
  system: RidgeSystem,
  groups: readonly Uint32Array[],
  strength: number,
  products: Products,
): Promise<Matrix> {
  const n = system.size;
  const problems = problemsOf(system, n, strength * n);
  const together = problems.filter((problem) => isShared(problem, n, n) && problem.own.length > 0);
  const shared = together.length > 0 ? await sharedInner(system, together, products) : undefined;
  const predictions = zeros(n, problems.length);
  for (const [c, problem] of problems.entries()) {
    const isOpposite = c === 1 && problems.length === 2;
    const ofClass = isOpposite
      ? opposite(predictions)
      : await predictionsOf(system, problem, groups, shared, products);
    for (const [row, score] of ofClass.entries()) {
      predictions.values[row * problems.length + c] = score;
    }
  }
  return predictions;
}

/** Of two classes the second has the same weights as the first, and opposite targets. */
function opposite(predictions: Matrix): Float64Array {
  return columnOf(predictions, 0).map((score) => -score);
}

async function predictionsOf(
  system: RidgeSystem,
  problem: ClassProblem,
  groups: readonly Uint32Array[],
  shared: SharedInner | undefined,
  products: Products,
): Promise<Float64Array> {
  const n = system.size;
  // A part of the samples may lack a class: it is never chosen.
  if (problem.own.length === 0) return new Float64Array(n).fill(Number.NEGATIVE_INFINITY);
  const ofClass =
    shared && isShared(problem, n, n)
      ? await correctedInverse(system, shared, problem, products)
      : await ownInverse(system, problem, products);
  const { rightSide } = problem;
  const result = rightSide.slice();
  for (const rows of groups) {
    const errors = await solveBlock(ofClass.block(rows), rows, ofClass.alpha, products);
    for (const [i, row] of rows.entries()) {
      result[row] = (rightSide[row] as number) - (errors[i] as number);
    }
  }
  return result;
}

/** C of a class, without all its elements. */
interface ClassInverse {
  /** C·y */
  readonly alpha: Float64Array;
  /** C_FF */
  block(rows: Uint32Array): Matrix;
}

async function ownInverse(
  system: RidgeSystem,
  problem: ClassProblem,
  products: Products,
): Promise<ClassInverse> {
  const matrix = await inverseOfClass(system, problem, products);
  return {
    alpha: timesVector(matrix, problem.rightSide),
    block: (rows) => submatrix(matrix, rows, rows),
  };
}

interface SharedInner {
  penalty: number;
  /** M */
  matrix: Matrix;
  /** M·y of each class that shares it. */
  images: ReadonlyMap<ClassProblem, Float64Array>;
}

async function sharedInner(
  system: RidgeSystem,
  problems: readonly ClassProblem[],
  products: Products,
): Promise<SharedInner> {
  const penalty = largestPenalty(problems);
  const sum = { ...system.matrix, values: system.matrix.values.slice() };
  addToDiagonal(sum, penalty);
  const matrix = await inverse(sum, products);
  const targets = fromRows(problems.map(({ rightSide }) => rightSide));
  const found = await products.multiply(targets, matrix);
  const images = new Map(problems.map((problem, i) => [problem, rowOf(found, i)]));
  return { penalty, matrix, images };
}

/** M − M_·own N M_own·, where N is the correction of the class. */
async function correctedInverse(
  system: RidgeSystem,
  { penalty, matrix, images }: SharedInner,
  problem: ClassProblem,
  products: Products,
): Promise<ClassInverse> {
  const { own, excess } = problem;
  const factor = system.factorOf(excess, penalty);
  const correction = await correctionOf(submatrix(matrix, own, own), factor, products);
  const columns = submatrix(matrix, allRows(matrix), own);
  const corrected = await products.multiply(columns, correction);
  const image = images.get(problem) as Float64Array;
  const inner = Float64Array.from(own, (row) => image[row] as number);
  const change = timesVector(corrected, inner);
  return {
    alpha: image.map((value, i) => value - (change[i] as number)),
    block: (group) => {
      const result = submatrix(matrix, group, group);
      for (const [i, a] of group.entries()) {
        for (const [j, b] of group.entries()) {
          const at = i * group.length + j;
          const product = dot(rowOf(columns, a), rowOf(corrected, b));
          result.values[at] = (result.values[at] as number) - product;
        }
      }
      return result;
    },
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** block⁻¹·α_F */
async function solveBlock(
  block: Matrix,
  rows: Uint32Array,
  alpha: Float64Array,
  products: Products,
): Promise<Float64Array> {
  const ofGroup = Float64Array.from(rows, (row) => alpha[row] as number);
  if (rows.length === 1) return ofGroup.map((value) => value / (block.values[0] as number));
  return timesVector(await inverse(block, products), ofGroup);
}
