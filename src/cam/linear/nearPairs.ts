import type { RoughMatrix } from './matrices/matrix.ts';
import { Products } from './matrices/products.ts';
import type { Features, Samples } from './samples/samples.ts';
import { allRows } from './samples/samples.ts';
import type { Standard } from './samples/standardise.ts';
import { standardise } from './samples/standardise.ts';

/** Two samples that are nearly the same; first < second. */
export interface NearPair {
  readonly first: number;
  readonly second: number;
  /** Cosine of their standardised features. */
  readonly similarity: number;
}

/** No pair below this is nearly the same; measured on photos, see docs/train.md. */
const LEAST = 0.85;
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
 * The similarity from which two samples are nearly the same: three times as far, in Fisher's z = artanh, as the 99th
 * percentile of the pairs of different classes, because features with few independent directions make all samples alike;
 * at least 0.85 and at most 0.99999. Of more than 1000 samples, as many at equal steps are looked at.
 * @param signal ends the work: throws the signal's reason
 */
export async function nearThreshold(samples: Samples, signal?: AbortSignal): Promise<number> {
  const { features, labels } = samples;
  const standard = standardise(features);
  const count = Math.min(features.rows, LOOKED_AT);
  const rows = allRows({ rows: count }).map((_, i) => Math.floor((i * features.rows) / count));
  const found: number[] = [];
  await eachPair(features, standard, rows, new Products(signal), (first, second, similarity) => {
    if (labels[first] !== labels[second]) found.push(similarity);
  });
  const usual = Float64Array.from(found).sort()[Math.floor(USUAL * found.length)] ?? 0;
  return Math.min(MOST, Math.max(LEAST, Math.tanh(FACTOR * Math.atanh(Math.min(usual, MOST)))));
}

/**
 * All pairs of samples whose standardised features have a cosine of at least `threshold`: z·z′ / (|z| |z′|), see
 * {@link standardise}. Time grows with n²; of the n×n similarities only a small square is held at a time.
 * @param visit is called for each pair, in no order that means anything
 * @param signal ends the work: throws the signal's reason
 */
export async function eachNearPair(
  { features }: Samples,
  threshold: number,
  visit: (pair: NearPair) => void,
  signal?: AbortSignal,
): Promise<void> {
  const rows = allRows(features);
  const products = new Products(signal);
  await eachPair(features, standardise(features), rows, products, (first, second, similarity) => {
    if (similarity >= threshold) visit({ first, second, similarity });
  });
}

/** Every pair of the rows that are given, once. */
async function eachPair(
  features: Features,
  standard: Standard,
  rows: Uint32Array,
  products: Products,
  visit: (first: number, second: number, similarity: number) => void,
): Promise<void> {
  for (let top = 0; top < rows.length; top += SIDE) {
    const above = unitRows(features, standard, rows.subarray(top, top + SIDE));
    for (let left = top; left < rows.length; left += SIDE) {
      const beside =
        left === top ? above : unitRows(features, standard, rows.subarray(left, left + SIDE));
      const square = await products.multiplyRoughly(above, beside, 'second');
      for (let i = 0; i < square.rows; i++) {
        const first = rows[top + i] as number;
        for (let j = left === top ? i + 1 : 0; j < square.columns; j++) {
          visit(first, rows[left + j] as number, square.values[i * square.columns + j] as number);
        }
      }
    }
  }
}

/** z / |z|; 0 where all of z is 0. */
function unitRows(
  { columns, values }: Features,
  { mean, scale }: Standard,
  rows: Uint32Array,
): RoughMatrix {
  const result = new Float32Array(rows.length * columns);
  for (const [i, row] of rows.entries()) {
    const unit = result.subarray(i * columns, (i + 1) * columns);
    let squares = 0;
    for (let j = 0; j < columns; j++) {
      const z =
        ((values[row * columns + j] as number) - (mean[j] as number)) / (scale[j] as number);
      unit[j] = z;
      squares += z * z;
    }
    const inverse = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let j = 0; j < columns; j++) unit[j] = (unit[j] as number) * inverse;
  }
  return { rows: rows.length, columns, values: result };
}
