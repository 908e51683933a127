import { inverse } from './matrices/inverse.ts';
import type { RoughMatrix } from './matrices/matrix.ts';
import { addToDiagonal, block, roughly } from './matrices/matrix.ts';
import { Products } from './matrices/products.ts';
import { gramOf } from './ridge/gram.ts';
import type { Features, Samples } from './samples/samples.ts';
import { allRows } from './samples/samples.ts';
import type { Standard } from './samples/standardise.ts';
import { standardise } from './samples/standardise.ts';

/** Two samples that are nearly the same; first < second. */
export interface NearPair {
  readonly first: number;
  readonly second: number;
  readonly similarity: number;
}

/** No pair below this is nearly the same; measured on photos, see docs/train.md. */
const LEAST = 0.5;
/** Copies have 1, less what rounding to float32 takes. */
const MOST = 0.99999;
/** How far beyond the usual pairs, in Fisher's z. */
const FACTOR = 3;
const USUAL = 0.99;
/** Usual pairs are looked for among so many samples. */
const LOOKED_AT = 1000;
/** Similarities are computed in squares of so many samples. */
const SIDE = 512;

/**
 * How similar samples are: h_ij / √(h_ii·h_jj) with H = Z·(ZᵀZ + d·I)⁻¹·Zᵀ for standardised features Z, n×d. It is the
 * cosine after directions that many samples share have been made as small as the others (whitening), as far as their
 * variance exceeds what a single sample adds: pictures of one kind are not similar for that alone.
 */
export class Similarities {
  readonly #samples: Samples;
  readonly #standard: Standard;
  readonly #whitening: RoughMatrix;
  readonly #products: Products;

  private constructor(
    samples: Samples,
    standard: Standard,
    whitening: RoughMatrix,
    products: Products,
  ) {
    this.#samples = samples;
    this.#standard = standard;
    this.#whitening = whitening;
    this.#products = products;
  }

  /** @param signal ends the work, also that of the methods: throws the signal's reason */
  static async of(samples: Samples, signal?: AbortSignal): Promise<Similarities> {
    const { features } = samples;
    const d = features.columns;
    const products = new Products(signal);
    const standard = standardise(features);
    // Its last row and column are those of the bias.
    const gram = await gramOf(features, standard, allRows(features), products);
    const matrix = block(gram, 0, 0, d, d);
    addToDiagonal(matrix, d);
    const whitening = roughly(await inverse(matrix, products));
    return new Similarities(samples, standard, whitening, products);
  }

  /**
   * From where on two samples are nearly the same: three times as far, in Fisher's z = artanh, as the 99th percentile of
   * the pairs of different classes, because features with few independent directions make all samples alike; at least
   * 0.5 and at most 0.99999. Of more than 1000 samples, as many at equal steps are looked at.
   */
  async threshold(): Promise<number> {
    const { features, labels } = this.#samples;
    const count = Math.min(features.rows, LOOKED_AT);
    const rows = allRows({ rows: count }).map((_, i) => Math.floor((i * features.rows) / count));
    const found: number[] = [];
    await this.#eachPair(rows, (first, second, similarity) => {
      if (labels[first] !== labels[second]) found.push(similarity);
    });
    const usual = Float64Array.from(found).sort()[Math.floor(USUAL * found.length)] ?? 0;
    return Math.min(MOST, Math.max(LEAST, Math.tanh(FACTOR * Math.atanh(Math.min(usual, MOST)))));
  }

  /**
   * All pairs of samples with at least this similarity. Time grows with n²; of the n×n similarities only a small square
   * is held at a time.
   * @param visit is called for each pair, in no order that means anything
   */
  async eachPair(threshold: number, visit: (pair: NearPair) => void): Promise<void> {
    await this.#eachPair(allRows(this.#samples.features), (first, second, similarity) => {
      if (similarity >= threshold) visit({ first, second, similarity });
    });
  }

  /** Every pair of these rows, once; they are in rising order. */
  async #eachPair(
    rows: Uint32Array,
    visit: (first: number, second: number, similarity: number) => void,
  ): Promise<void> {
    const { features } = this.#samples;
    const products = this.#products;
    const lengths = new Float64Array(rows.length);
    for (let top = 0; top < rows.length; top += SIDE) {
      const own = roughRows(features, this.#standard, rows.subarray(top, top + SIDE));
      const whitened = await products.multiplyRoughly(own, this.#whitening);
      lengths.set(rootsOfProducts(own, whitened), top);
      for (let left = 0; left <= top; left += SIDE) {
        const others =
          left === top
            ? own
            : roughRows(features, this.#standard, rows.subarray(left, left + SIDE));
        const square = await products.multiplyRoughly(whitened, others, 'second');
        for (let i = 0; i < square.rows; i++) {
          const second = rows[top + i] as number;
          for (let j = 0; j < (left === top ? i : square.columns); j++) {
            const both = (lengths[top + i] as number) * (lengths[left + j] as number);
            const product = square.values[i * square.columns + j] as number;
            visit(rows[left + j] as number, second, both > 0 ? product / both : 0);
          }
        }
      }
    }
  }
}

/** Standardised features, without a bias. */
function roughRows(
  { columns, values }: Features,
  { mean, scale }: Standard,
  rows: Uint32Array,
): RoughMatrix {
  const result = new Float32Array(rows.length * columns);
  for (const [i, row] of rows.entries()) {
    for (let j = 0; j < columns; j++) {
      result[i * columns + j] =
        ((values[row * columns + j] as number) - (mean[j] as number)) / (scale[j] as number);
    }
  }
  return { rows: rows.length, columns, values: result };
}

/** √(a_i·b_i) for each row. */
function rootsOfProducts(a: RoughMatrix, b: RoughMatrix): Float64Array {
  return Float64Array.from({ length: a.rows }, (_, i) => {
    let sum = 0;
    for (let j = i * a.columns; j < (i + 1) * a.columns; j++) {
      sum += (a.values[j] as number) * (b.values[j] as number);
    }
    return Math.sqrt(Math.max(0, sum));
  });
}
