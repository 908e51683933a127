import { inverse } from '../matrices/inverse.ts';
import type { Matrix } from '../matrices/matrix.ts';
import { addScaled, addToDiagonal, fromRows, rowOf, timesVector } from '../matrices/matrix.ts';
import type { Products } from '../matrices/products.ts';
import type { ClassProblem, RidgeSystem } from './ridgeSystem.ts';

/**
 * B⁻¹ of each class by the Woodbury identity, from one inverse M = (S + λ̄I)⁻¹:
 * B⁻¹ = M − MUᵀ(I/κ + UMUᵀ)⁻¹UM.
 */
export class SharedInverse {
  private constructor(
    private readonly system: RidgeSystem,
    private readonly inner: Matrix,
    private readonly classes: readonly { own: Uint32Array; correction: Matrix }[],
    private readonly products: Products,
  ) {}

  static async create(
    system: RidgeSystem,
    problems: readonly ClassProblem[],
    products: Products,
  ): Promise<SharedInverse> {
    const penalty = largestPenalty(problems);
    const matrix = { ...system.matrix, values: system.matrix.values.slice() };
    addToDiagonal(matrix, penalty);
    const inner = await inverse(matrix, products);
    const excess = Math.max(...problems.map((problem) => problem.excess));
    const isRough = isRoughEnough(system.size, penalty, system.factorOf(excess, penalty));
    const middleOf = system.middleOf(inner, isRough);
    const classes = [];
    for (const problem of problems) {
      const factor = system.factorOf(problem.excess, penalty);
      const correction = await correctionOf(await middleOf(problem.own), factor, products);
      classes.push({ own: problem.own, correction });
    }
    return new SharedInverse(system, inner, classes, products);
  }

  /** B⁻¹ of each class times its vector; M is symmetric. */
  async times(vectors: Matrix): Promise<Matrix> {
    const { system, inner, products } = this;
    const first = await products.multiply(vectors, inner);
    const spread = this.classes.map(({ own, correction }, c) =>
      system.through(own, rowOf(first, c), (values) => timesVector(correction, values)),
    );
    return addScaled(first, await products.multiply(fromRows(spread), inner), -1);
  }
}

/**
 * Whether float32 is enough for UMUᵀ: |z̃|² is about the number of unknowns and M ≤ I/λ̄, so its rounding is far below
 * I/κ, to which it is added. What it changes, the next round of refinement removes.
 */
function isRoughEnough(size: number, penalty: number, factor: number): boolean {
  return (size / penalty) * 2 ** -20 < 1 / factor;
}

/**
 * (I/κ + UMUᵀ)⁻¹. κ may be negative; then the matrix is negative definite, because M ≤ I/λ̄ < −I/κ.
 * @param middle UMUᵀ; is overwritten
 * @param factor κ
 */
export async function correctionOf(
  middle: Matrix,
  factor: number,
  products: Products,
): Promise<Matrix> {
  const sign = Math.sign(factor);
  scale(middle, sign);
  addToDiagonal(middle, sign / factor);
  return scale(await inverse(middle, products), sign);
}

function scale(matrix: Matrix, factor: number): Matrix {
  const { values } = matrix;
  for (let i = 0; i < values.length; i++) values[i] = factor * (values[i] as number);
  return matrix;
}

/** λ̄ */
export function largestPenalty(problems: readonly ClassProblem[]): number {
  return problems.reduce((largest, { penalty }) => Math.max(largest, penalty), 0);
}
