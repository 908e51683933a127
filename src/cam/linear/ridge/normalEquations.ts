import type { Matrix } from '../matrices/matrix.ts';
import {
  addScaled,
  fromColumns,
  timesVector,
  transposedTimesVector,
  zeros,
} from '../matrices/matrix.ts';
import type { Products } from '../matrices/products.ts';
import { ROWS_AT_ONCE } from '../samples/linearHead.ts';
import type { Features, Samples } from '../samples/samples.ts';
import { rowsByClass } from '../samples/samples.ts';
import type { Standard } from '../samples/standardise.ts';
import { standardRows } from '../samples/standardise.ts';
import type { RidgeSystem } from './ridgeSystem.ts';

/** Z̃ᵀZ̃ of the rows that are given: (d + 1)×(d + 1). */
export async function gramOf(
  features: Features,
  standard: Standard,
  rows: Uint32Array,
  products: Products,
): Promise<Matrix> {
  const sum = zeros(features.columns + 1, features.columns + 1);
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const part = standardRows(features, standard, rows.subarray(start, start + ROWS_AT_ONCE));
    addScaled(sum, await products.multiply(part, part, 'first'), 1);
  }
  return sum;
}

/**
 * The same matrix for another standard: z′ = p·z + q with p = scale ÷ scale′ and q = (mean − mean′) ÷ scale′, so
 * Σ z′_j z′_k = p_j p_k Σ z_j z_k + p_j q_k Σ z_j + q_j p_k Σ z_k + q_j q_k n. The sums are in the last row.
 */
export function restandardised(
  { rows: size, values }: Matrix,
  from: Standard,
  to: Standard,
): Matrix {
  const last = size - 1;
  const p = Float64Array.from({ length: size }, (_, j) =>
    j === last ? 1 : (from.scale[j] as number) / (to.scale[j] as number),
  );
  const q = Float64Array.from({ length: size }, (_, j) =>
    j === last ? 0 : ((from.mean[j] as number) - (to.mean[j] as number)) / (to.scale[j] as number),
  );
  const sums = values.subarray(last * size);
  const n = sums[last] as number;
  const result = zeros(size, size);
  for (let j = 0; j < size; j++) {
    const pj = p[j] as number;
    const qj = q[j] as number;
    const withSum = pj * (sums[j] as number) + qj * n;
    for (let k = 0; k < size; k++) {
      const pk = p[k] as number;
      result.values[j * size + k] =
        pk * (pj * (values[j * size + k] as number) + qj * (sums[k] as number)) +
        (q[k] as number) * withSum;
    }
  }
  return result;
}

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
    this.#sums = this.rowsOf.map((own) => this.spread(own, new Float64Array(own.length).fill(1)));
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

  at(own: Uint32Array, vector: Float64Array): Float64Array {
    return this.#collect(own, (part) => timesVector(part, vector));
  }

  spread(own: Uint32Array, values: Float64Array): Float64Array {
    const sum = new Float64Array(this.size);
    this.#forEachPart(own, (part, start) => {
      const added = transposedTimesVector(part, values.subarray(start));
      for (let j = 0; j < sum.length; j++) sum[j] = (sum[j] as number) + (added[j] as number);
    });
    return sum;
  }

  async middle(own: Uint32Array, inner: Matrix): Promise<Matrix> {
    const rows = this.#rows(own);
    return this.#products.multiply(await this.#products.multiply(rows, inner), rows, 'second');
  }

  outer(own: Uint32Array): Promise<Matrix> {
    return gramOf(this.#features, this.#standard, own, this.#products);
  }

  async solution(unknowns: readonly Float64Array[]): Promise<Matrix> {
    return fromColumns(unknowns);
  }

  #rows(own: Uint32Array): Matrix {
    return standardRows(this.#features, this.#standard, own);
  }

  #forEachPart(own: Uint32Array, visit: (part: Matrix, start: number) => void): void {
    for (let start = 0; start < own.length; start += ROWS_AT_ONCE) {
      visit(this.#rows(own.subarray(start, start + ROWS_AT_ONCE)), start);
    }
  }

  #collect(own: Uint32Array, compute: (part: Matrix) => Float64Array): Float64Array {
    const result = new Float64Array(own.length);
    this.#forEachPart(own, (part, start) => result.set(compute(part), start));
    return result;
  }
}
