import type { Rate } from '../../results/evaluation/scores.ts';

/** The 97.5 % point of the normal distribution. */
const Z = 1.959963984540054;

/**
 * A share with its 95 % interval: Wilson's score interval without continuity correction (JASA 22, 1927).
 * @param hits need not be whole: with several labels for each picture, errors are averaged over them
 * @returns NaN if it is a share of nothing
 */
export function wilson(hits: number, of: number): Rate {
  const value = hits / of;
  const scale = 1 + Z ** 2 / of;
  const middle = (value + Z ** 2 / (2 * of)) / scale;
  const half = (Z / scale) * Math.sqrt((value * (1 - value)) / of + Z ** 2 / (4 * of ** 2));
  return { value, low: Math.max(0, middle - half), high: Math.min(1, middle + half), of };
}
