import type { Matrix } from '../matrices/matrix.ts';
import { submatrix, zeros } from '../matrices/matrix.ts';
import type { Products } from '../matrices/products.ts';
import type { Samples } from '../samples/samples.ts';
import { allRows } from '../samples/samples.ts';
import type { Standard } from '../samples/standardise.ts';
import { standardRows } from '../samples/standardRows.ts';
import type { RidgeSystem } from './ridgeSystem.ts';

/**
 * The ridge problem with an unknown for each sample (see {@link RidgeSystem}), α with w = Z̃ᵀα: S = Z̃Z̃ᵀ, the right side
 * of a class is y, and its term is −λ′τ/(1 + τ) on the diagonal of its own samples, because λR⁻¹ is λ′ = λ/rest for the
 * others and λ′/(1 + τ) for these.
 */
export class KernelEquations implements RidgeSystem {
  readonly matrix: Matrix;
  readonly size: number;
  readonly rowsOf: readonly Uint32Array[];
  readonly #rows: Matrix;
  readonly #products: Products;

  private constructor(rows: Matrix, kernel: Matrix, rowsOf: Uint32Array[], products: Products) {
    this.#rows = rows;
    this.matrix = kernel;
    this.size = kernel.rows;
    this.rowsOf = rowsOf;
    this.#products = products;
  }

  /** @param rows those that are learned from; the unknowns are in their order */
  static async create(
    samples: Samples,
    rows: ArrayLike<number>,
    standard: Standard,
    products: Products,
  ): Promise<KernelEquations> {
    const standardised = standardRows(samples.features, standard, rows);
    const kernel = await products.multiply(standardised, standardised, 'second');
    const rowsOf = samples.classes.map((_, c) =>
      allRows({ rows: rows.length }).filter((i) => samples.labels[rows[i] as number] === c),
    );
    return new KernelEquations(standardised, kernel, rowsOf, products);
  }

  rightSide(classIndex: number): Float64Array {
    const targets = new Float64Array(this.size).fill(-1);
    for (const row of this.rowsOf[classIndex] ?? []) targets[row] = 1;
    return targets;
  }

  factorOf(excess: number, penalty: number): number {
    return (-penalty * excess) / (1 + excess);
  }

  through(
    own: Uint32Array,
    vector: Float64Array,
    change: (values: Float64Array) => Float64Array,
  ): Float64Array {
    const changed = change(Float64Array.from(own, (row) => vector[row] as number));
    const result = new Float64Array(this.size);
    for (const [i, row] of own.entries()) result[row] = changed[i] as number;
    return result;
  }

  middleOf(inner: Matrix): (own: Uint32Array) => Promise<Matrix> {
    return async (own) => submatrix(inner, own, own);
  }

  async outer(own: Uint32Array): Promise<Matrix> {
    const result = zeros(this.size, this.size);
    for (const row of own) result.values[row * (this.size + 1)] = 1;
    return result;
  }

  /** w = Z̃ᵀα for each class. */
  solution(unknowns: Matrix): Promise<Matrix> {
    return this.#products.multiply(unknowns, this.#rows);
  }
}
