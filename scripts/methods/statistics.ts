/** 97.5 % quantile of the standard normal distribution. */
const Z = 1.959964;

/** The 95 % interval of a share by Wilson's score (1927). */
export function wilsonInterval(hits: number, of: number): [low: number, high: number] {
  const share = hits / of;
  const middle = share + Z ** 2 / (2 * of);
  const half = Z * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2));
  const scale = 1 + Z ** 2 / of;
  return [Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)];
}

/**
 * Ranks as a vector of mean 0 and length 1; equal values share their mean rank. The dot product of two is Spearman's ρ.
 * @returns undefined if all values are equal: ρ is not defined then
 */
export function unitRanks(values: ArrayLike<number>): Float64Array | undefined {
  const sorted = Float64Array.from(values).sort();
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  for (const [rank, value] of sorted.entries()) {
    if (!first.has(value)) first.set(value, rank);
    last.set(value, rank);
  }
  if (first.size < 2) return undefined;
  const middle = (sorted.length - 1) / 2;
  const ranks = Float64Array.from(
    values,
    (value) => ((first.get(value) ?? Number.NaN) + (last.get(value) ?? Number.NaN)) / 2 - middle,
  );
  const length = Math.sqrt(dot(ranks, ranks));
  return ranks.map((rank) => rank / length);
}

/** Spearman's ρ of two lists, from their {@link unitRanks}. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The upper one of the two in the middle of an even number. */
export function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
