/** How many values are in each of some equal steps. */
export interface Histogram {
  from: number;
  to: number;
  counts: number[];
}

/**
 * Counts of values in equal steps from the smallest to the largest, which belongs to the last step; one
 * step where all are equal.
 * @param values at least one
 */
export function histogramOf(values: Float32Array, steps: number): Histogram {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < from) from = value;
    if (value > to) to = value;
  }
  const counts = Array.from({ length: to > from ? steps : 1 }, () => 0);
  for (const value of values) {
    const share = to > from ? (value - from) / (to - from) : 0;
    const step = Math.min(counts.length - 1, Math.floor(share * counts.length));
    counts[step] = (counts[step] ?? 0) + 1;
  }
  return { from, to, counts };
}
