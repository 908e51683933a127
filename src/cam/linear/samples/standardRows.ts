import type { Matrix } from '../matrices/matrix.ts';
import { zeros } from '../matrices/matrix.ts';
import type { Features } from './samples.ts';
import type { Standard } from './standardise.ts';

/** The rows z̃ = (z, 1) of the samples: standardised features, then 1 for the bias. n×(d + 1). */
export function standardRows(
  { columns, values }: Features,
  { mean, scale }: Standard,
  rows: ArrayLike<number>,
): Matrix {
  const result = zeros(rows.length, columns + 1);
  const inverses = scale.map((value) => 1 / value);
  for (let i = 0; i < rows.length; i++) {
    const from = (rows[i] as number) * columns;
    const to = i * (columns + 1);
    for (let j = 0; j < columns; j++) {
      result.values[to + j] =
        ((values[from + j] as number) - (mean[j] as number)) * (inverses[j] as number);
    }
    result.values[to + columns] = 1;
  }
  return result;
}

/** Features are read in cache lines of so many float32 values. */
const TILE = 16;

/** The transpose of {@link standardRows}: (d + 1)×n. */
export function standardColumns(
  { columns, values }: Features,
  { mean, scale }: Standard,
  rows: ArrayLike<number>,
): Matrix {
  const n = rows.length;
  const result = zeros(columns + 1, n);
  const inverses = scale.map((value) => 1 / value);
  for (let tile = 0; tile < columns; tile += TILE) {
    const end = Math.min(tile + TILE, columns);
    for (let i = 0; i < n; i++) {
      const from = (rows[i] as number) * columns;
      for (let j = tile; j < end; j++) {
        result.values[j * n + i] =
          ((values[from + j] as number) - (mean[j] as number)) * (inverses[j] as number);
      }
    }
  }
  result.values.fill(1, columns * n);
  return result;
}

/** Z̃·v for these rows, without Z̃: z̃·v = Σ x_j v_j/scale_j − Σ mean_j v_j/scale_j + v_{d+1} */
export function standardTimes(
  { columns, values }: Features,
  { mean, scale }: Standard,
  rows: ArrayLike<number>,
  vector: Float64Array,
): Float64Array {
  const scaled = scale.map((each, j) => (vector[j] as number) / each);
  let constant = vector[columns] as number;
  for (let j = 0; j < columns; j++) constant -= (mean[j] as number) * (scaled[j] as number);
  const result = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const start = (rows[i] as number) * columns;
    let sum = constant;
    for (let j = 0; j < columns; j++) sum += (values[start + j] as number) * (scaled[j] as number);
    result[i] = sum;
  }
  return result;
}

/** Z̃ᵀ·e for these rows, without Z̃: (Σ e_i x_ij − mean_j Σ e_i) / scale_j, then Σ e_i */
export function standardTransposedTimes(
  { columns, values }: Features,
  { mean, scale }: Standard,
  rows: ArrayLike<number>,
  vector: Float64Array,
): Float64Array {
  const result = new Float64Array(columns + 1);
  let total = 0;
  for (let i = 0; i < rows.length; i++) {
    const start = (rows[i] as number) * columns;
    const factor = vector[i] as number;
    total += factor;
    for (let j = 0; j < columns; j++) {
      result[j] = (result[j] as number) + factor * (values[start + j] as number);
    }
  }
  for (let j = 0; j < columns; j++) {
    result[j] = ((result[j] as number) - (mean[j] as number) * total) / (scale[j] as number);
  }
  result[columns] = total;
  return result;
}
