import type { Matrix } from '../matrices/matrix.ts';
import { rowOf, zeros } from '../matrices/matrix.ts';
import type { Products } from '../matrices/products.ts';
import type { Features } from './samples.ts';
import { allRows } from './samples.ts';
import type { Standard } from './standardise.ts';
import { standardRows } from './standardRows.ts';

/** Scores w_c·x + b_c of raw features. */
export interface LinearHead {
  /** A row for each class. */
  readonly weights: Matrix;
  readonly biases: Float64Array;
}

/**
 * Weights for raw features from those for standardised ones: w_j / scale_j, and b − Σ w_j·mean_j / scale_j.
 * @param solution classes×(d + 1), the bias last
 */
export function foldScale(solution: Matrix, { mean, scale }: Standard): LinearHead {
  const columns = mean.length;
  const weights = zeros(solution.rows, columns);
  const biases = new Float64Array(solution.rows);
  for (let c = 0; c < solution.rows; c++) {
    const standardised = rowOf(solution, c);
    const raw = rowOf(weights, c);
    let bias = standardised[columns] as number;
    for (let j = 0; j < columns; j++) {
      raw[j] = (standardised[j] as number) / (scale[j] as number);
      bias -= (raw[j] as number) * (mean[j] as number);
    }
    biases[c] = bias;
  }
  return { weights, biases };
}

/** So many rows are widened to float64 at a time. */
export const ROWS_AT_ONCE = 1024;

/** Scores n×classes of the rows that are given (all if left out), in their order. */
export async function scoresOf(
  { weights, biases }: LinearHead,
  features: Features,
  products: Products,
  rows: Uint32Array = allRows(features),
): Promise<Matrix> {
  const classes = biases.length;
  const scores = new Float64Array(rows.length * classes);
  const raw: Standard = {
    mean: new Float64Array(features.columns),
    scale: new Float64Array(features.columns).fill(1),
  };
  const extended = withBiases(weights, biases);
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const part = standardRows(features, raw, rows.subarray(start, start + ROWS_AT_ONCE));
    scores.set((await products.multiply(part, extended, 'second')).values, start * classes);
  }
  return { rows: rows.length, columns: classes, values: scores };
}

function withBiases(weights: Matrix, biases: Float64Array): Matrix {
  const result = zeros(weights.rows, weights.columns + 1);
  for (let c = 0; c < weights.rows; c++) {
    const row = rowOf(result, c);
    row.set(rowOf(weights, c));
    row[weights.columns] = biases[c] as number;
  }
  return result;
}
