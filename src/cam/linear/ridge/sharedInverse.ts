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
    const classes = [];
    for (const { own, excess } of problems) {
      const correction = await correctionOf(system, inner, own, excess, penalty, products);
      classes.push({ own, correction });
    }
    return new SharedInverse(system, inner, classes, products);
  }

  async times(vectors: readonly Float64Array[]): Promise<Float64Array[]> {
    const { system, inner, products } = this;
    const first = await products.multiply(inner, fromColumns(vectors));
    const spread = this.classes.map(({ own, correction }, c) =>
      system.spread(own, timesVector(correction, system.at(own, columnOf(first, c)))),
    );
    addScaled(first, await products.multiply(inner, fromColumns(spread)), -1);
    return vectors.map((_, c) => columnOf(first, c));
  }
}

/**
 * (I/κ + UMUᵀ)⁻¹. κ may be negative; then the matrix is negative definite, because M ≤ I/λ̄ < −I/κ.
 * @param inner M
 */
export async function correctionOf(
  system: RidgeSystem,
  inner: Matrix,
  own: Uint32Array,
  excess: number,
  penalty: number,
  products: Products,
): Promise<Matrix> {
  const factor = system.factorOf(excess, penalty);
  const sign = Math.sign(factor);
  const middle = await system.middle(own, inner);
  for (let i = 0; i < middle.values.length; i++)
    middle.values[i] = sign * (middle.values[i] as number);
  addToDiagonal(middle, sign / factor);
  const result = await inverse(middle, products);
  for (let i = 0; i < result.values.length; i++)
    result.values[i] = sign * (result.values[i] as number);
  return result;
}

/** λ̄ */
export function largestPenalty(problems: readonly ClassProblem[]): number {
  return problems.reduce((largest, { penalty }) => Math.max(largest, penalty), 0);
}
