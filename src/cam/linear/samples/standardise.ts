import type { Features } from './samples.ts';
import { allRows } from './samples.ts';

/** z_j = (x_j − mean_j) / scale_j */
export interface Standard {
  readonly mean: Float64Array;
  readonly scale: Float64Array;
}

/** Share of the spread of all values that is added to the spread of each feature: one that hardly varies stays small. */
const FLOOR = 1e-3;

/**
 * Mean and scale of each feature: scale_j = sd_j + 1e-3·sd of all values (both of the population).
 * @param rows those that count; all if left out
 * @throws Error if a value is not finite: a bug of the caller
 */
export function standardise(
  { rows: count, columns, values }: Features,
  rows: ArrayLike<number> = allRows({ rows: count }),
): Standard {
  const mean = new Float64Array(columns);
  forEachRow((start) => {
    for (let j = 0; j < columns; j++) mean[j] = (mean[j] as number) + (values[start + j] as number);
  });
  for (let j = 0; j < columns; j++) mean[j] = (mean[j] as number) / rows.length;
  const variance = new Float64Array(columns);
  forEachRow((start) => {
    for (let j = 0; j < columns; j++) {
      variance[j] =
        (variance[j] as number) + ((values[start + j] as number) - (mean[j] as number)) ** 2;
    }
  });
  for (let j = 0; j < columns; j++) variance[j] = (variance[j] as number) / rows.length;
  const floor = FLOOR * overallSpread(mean, variance);
  if (!Number.isFinite(floor)) throw new Error('a feature is not a finite number');
  // Features that are all the same everywhere stay 0, and so do their weights.
  return { mean, scale: variance.map((value) => Math.sqrt(value) + floor || 1) };

  function forEachRow(visit: (start: number) => void): void {
    for (let i = 0; i < rows.length; i++) visit((rows[i] as number) * columns);
  }
}

/** Standard deviation of all values: √(mean of the variances + variance of the means). */
function overallSpread(mean: Float64Array, variance: Float64Array): number {
  const average = (values: Float64Array) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const centre = average(mean);
  return Math.sqrt(average(variance) + average(mean.map((value) => (value - centre) ** 2)));
}
