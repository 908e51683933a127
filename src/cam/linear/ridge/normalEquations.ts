import type { Matrix } from '../matrices/matrix.ts';
import { exactly, roughly } from '../matrices/matrix.ts';
import type { Products } from '../matrices/products.ts';
import type { Features, Samples } from '../samples/samples.ts';
import { rowsByClass } from '../samples/samples.ts';
import type { Standard } from '../samples/standardise.ts';
import { standardRows, standardTimes, standardTransposedTimes } from '../samples/standardRows.ts';
import { gramOf } from './gram.ts';
import type { RidgeSystem } from './ridgeSystem.ts';

/**
 * The ridge problem with an unknown for each feature (see {@link RidgeSystem}): S = Z̃ᵀZ̃, the right side of a class is
 * Z̃ᵀ(y + τ·1_own), and its term is τ·PᵀP, where P are the rows of the class in Z̃.
 */
export class NormalEquations implements RidgeSystem {
  readonly size: number;
  readonly matrix: Matrix;
  readonly rowsOf: readonly Uint32Array[];
  readonly #features: Features;
  readonly #standard: Standard;
  readonly #sums: readonly Float64Array[];
  readonly #products: Products;

  /**
   * @param rows those that are learned from
   * @param gram of these rows and this standard, see {@link gramOf}
   */
  constructor(
    samples: Samples,
    rows: ArrayLike<number>,
    standard: Standard,
    gram: Matrix,
    products: Products,
  ) {
    this.size = gram.rows;
    this.matrix = gram;
    this.rowsOf = rowsByClass(samples, rows);
    this.#features = samples.features;
    this.#standard = standard;
    this.#products = products;
    this.#sums = this.rowsOf.map((own) => {
      const ones = new Float64Array(own.length).fill(1);
      return standardTransposedTimes(samples.features, standard, own, ones);
    });
  }

  /** Z̃ᵀ(y + τ·1_own) = (2 + τ)·Σ_own z̃ − Σ z̃ */
  rightSide(classIndex: number, excess: number): Float64Array {
    const last = (this.size - 1) * this.size;
    const sums = this.matrix.values.subarray(last, last + this.size);
    const own = this.#sums[classIndex] as Float64Array;
    return sums.map((sum, j) => (2 + excess) * (own[j] as number) - sum);
  }

  factorOf(excess: number): number {
    return excess;
  }

  through(
    own: Uint32Array,
    vector: Float64Array,
    change: (values: Float64Array) => Float64Array,
  ): Float64Array {
    const changed = change(standardTimes(this.#features, this.#standard, own, vector));
    return standardTransposedTimes(this.#features, this.#standard, own, changed);
  }

  middleOf(inner: Matrix, isRough: boolean): (own: Uint32Array) => Promise<Matrix> {
    const products = this.#products;
    if (!isRough) {
      return async (own) => {
        const rows = this.#rows(own);
        return products.multiply(await products.multiply(rows, inner), rows, 'second');
      };
    }
    const rough = roughly(inner);
    return async (own) => {
      const rows = roughly(this.#rows(own));
      const first = await products.multiplyRoughly(rows, rough);
      return exactly(await products.multiplyRoughly(first, rows, 'second'));
    };
  }

  outer(own: Uint32Array): Promise<Matrix> {
    return gramOf(this.#features, this.#standard, own, this.#products);
  }

  async solution(unknowns: Matrix): Promise<Matrix> {
    return unknowns;
  }

  #rows(own: Uint32Array): Matrix {
    return standardRows(this.#features, this.#standard, own);
  }
}
