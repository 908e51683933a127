import type { ScalarMap } from './featureMap.ts';

/**
 * The percentile of a map's absolute values, interpolated linearly between the two nearest ranks, as `numpy.percentile`
 * does by default.
 * @param percent 0 to 100
 * @throws RangeError for a map without values or another percentage.
 */
export function percentileOf({ values }: ScalarMap, percent: number): number {
  if (values.length === 0 || !(percent >= 0 && percent <= 100)) {
    throw new RangeError(`no percentile ${percent} of ${values.length} values`);
  }
  const sorted = values.map(Math.abs).sort();
  const rank = ((sorted.length - 1) * percent) / 100;
  const below = sorted[Math.floor(rank)] as number;
  const above = sorted[Math.ceil(rank)] as number;
  return below + (above - below) * (rank - Math.floor(rank));
}
