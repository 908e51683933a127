import type { Score } from '../../results/evaluation/scores.ts';

/** The 97.5 % point of the normal distribution. */
const Z = 1.959963984540054;

/**
 * How much more often the second of two ways is right on the same n pictures, (c − b)/n, with its 95 % interval by
 * Agresti & Min (Statistics in Medicine 24, 2005): Wald's, with half a picture more in each of the four cells.
 * @param onlyBefore b: pictures that only the first gets right
 * @param onlyAfter c: pictures that only the second gets right
 * @returns values from −1 to 1; NaN for no pictures
 */
export function pairedDifference(onlyBefore: number, onlyAfter: number, n: number): Score {
  const size = n + 2;
  const difference = onlyAfter - onlyBefore;
  const deviation = Math.sqrt(onlyBefore + onlyAfter + 1 - difference ** 2 / size);
  const middle = difference / size;
  const half = (Z * deviation) / size;
  return {
    value: difference / n,
    low: Math.max(-1, middle - half),
    high: Math.min(1, middle + half),
  };
}
