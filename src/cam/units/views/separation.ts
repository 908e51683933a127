/** The sums that Cohen's d needs. */
export interface Sample {
  count: number;
  mean: number;
  /** Σ (x − mean)² */
  squaredDeviations: number;
}

/** Below this fraction of the squared values, a variance is only the rounding of its sums. */
const ROUNDING = 1e-12;

/**
 * Cohen's d: (mean of a − mean of b) ÷ s, s² = (Σ(a − ā)² + Σ(b − b̄)²) / (n_a + n_b − 2). In units of the pooled
 * standard deviation; positive where a is larger.
 * @returns undefined if a side is empty or nothing varies
 */
export function cohensD(a: Sample, b: Sample): number | undefined {
  const freedom = a.count + b.count - 2;
  if (a.count === 0 || b.count === 0 || freedom <= 0) return undefined;
  const variance = (a.squaredDeviations + b.squaredDeviations) / freedom;
  return variance > 0 ? (a.mean - b.mean) / Math.sqrt(variance) : undefined;
}

/** The values of some rows of a column. */
export function sampleOf(column: Float32Array, rows: readonly number[]): Sample {
  let sum = 0;
  let squares = 0;
  for (const row of rows) {
    const value = column[row] ?? 0;
    sum += value;
    squares += value * value;
  }
  return sampleOfSums(rows.length, sum, squares);
}

/** From the sum of the values and that of their squares. */
export function sampleOfSums(count: number, sum: number, squares: number): Sample {
  const mean = count === 0 ? 0 : sum / count;
  const deviations = squares - sum * mean;
  return { count, mean, squaredDeviations: deviations > ROUNDING * squares ? deviations : 0 };
}
