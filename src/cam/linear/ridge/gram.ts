import type { Matrix } from '../matrices/matrix.ts';
import { rowsFrom, zeros } from '../matrices/matrix.ts';
import type { Products } from '../matrices/products.ts';
import { ROWS_AT_ONCE } from '../samples/linearHead.ts';
import type { Features } from '../samples/samples.ts';
import type { Standard } from '../samples/standardise.ts';
import { standardColumns } from '../samples/standardRows.ts';

/** Only the lower triangle is computed, in bands of so many rows. */
const BAND = 256;

/** Z̃ᵀZ̃ of the rows that are given: (d + 1)×(d + 1). */
export async function gramOf(
  features: Features,
  standard: Standard,
  rows: Uint32Array,
  products: Products,
): Promise<Matrix> {
  const size = features.columns + 1;
  const sum = zeros(size, size);
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const part = standardColumns(features, standard, rows.subarray(start, start + ROWS_AT_ONCE));
    for (let first = 0; first < size; first += BAND) {
      const end = Math.min(first + BAND, size);
      const band = rowsFrom(part, first, end);
      addBand(sum, first, await products.multiply(band, rowsFrom(part, 0, end), 'second'));
    }
  }
  mirror(sum);
  return sum;
}

function addBand({ columns, values }: Matrix, firstRow: number, band: Matrix): void {
  for (let row = 0; row < band.rows; row++) {
    const to = (firstRow + row) * columns;
    const from = row * band.columns;
    for (let j = 0; j < band.columns; j++) {
      values[to + j] = (values[to + j] as number) + (band.values[from + j] as number);
    }
  }
}

/** Makes the upper triangle that of the lower. */
function mirror({ rows, columns, values }: Matrix): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < i; j++) values[j * columns + i] = values[i * columns + j] as number;
  }
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
