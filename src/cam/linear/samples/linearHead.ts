import type { Matrix } from '../matrices/matrix.ts';
import type { Products } from '../matrices/products.ts';
import type { Features } from './samples.ts';
import { allRows } from './samples.ts';
import type { Standard } from './standardise.ts';
import { standardRows } from './standardise.ts';

/** Scores w_c·x + b_c of raw features. */
export interface LinearHead {
  /** A row for each class. */
  readonly weights: Matrix;
  readonly biases: Float64Array;
}

/**
 * Weights for raw features from those for standardised ones: w_j / scale_j, and b − Σ w_j·mean_j / scale_j.
 * @param solution (d + 1)×classes, the biases in the last row
 */
export function foldScale(
  { columns: classes, values }: Matrix,
  { mean, scale }: Standard,
): LinearHead {
  const columns = mean.length;
  const weights = new Float64Array(classes * columns);
  const biases = values.slice(columns * classes);
  for (let c = 0; c < classes; c++) {
    for (let j = 0; j < columns; j++) {
      const weight = (values[j * classes + c] as number) / (scale[j] as number);
      weights[c * columns + j] = weight;
      biases[c] = (biases[c] as number) - weight * (mean[j] as number);
    }
  }
  return { weights: { rows: classes, columns, values: weights }, biases };
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

function withBiases({ rows, columns, values }: Matrix, biases: Float64Array): Matrix {
  const result = new Float64Array(rows * (columns + 1));
  for (let c = 0; c < rows; c++) {
    result.set(values.subarray(c * columns, (c + 1) * columns), c * (columns + 1));
    result[c * (columns + 1) + columns] = biases[c] as number;
  }
  return { rows, columns: columns + 1, values: result };
}
