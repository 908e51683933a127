import type { Rate } from '../../results/evaluation/scores.ts';

/** The 97.5 % point of the normal distribution. */
const Z = 1.959963984540054;

/** A share with its 95 % interval (Wilson, JASA 22, 1927). NaN of no pictures. */
export function wilson(hits: number, of: number): Rate {
  const value = hits / of;
  const middle = (value + Z ** 2 / (2 * of)) / (1 + Z ** 2 / of);
  const half =
    (Z / (1 + Z ** 2 / of)) * Math.sqrt((value * (1 - value)) / of + Z ** 2 / (4 * of ** 2));
  return { value, low: Math.max(0, middle - half), high: Math.min(1, middle + half), of };
}

/** P(X ≤ hits) for n tosses of a fair coin. */
export function fairTail(hits: number, n: number): number {
  let log = -n * Math.LN2;
  let sum = 0;
  for (let k = 0; k <= hits; k++) {
    sum += Math.exp(log);
    log += Math.log(n - k) - Math.log(k + 1);
  }
  return Math.min(1, sum);
}

/**
 * McNemar's test, exact and two-sided: how likely it is that of the pictures that only one of two is right about, the
 * shares differ at least so much by chance.
 * @param onlyOne pictures that only the first is right about
 */
export function mcNemarP(onlyOne: number, onlyOther: number): number {
  return Math.min(1, 2 * fairTail(Math.min(onlyOne, onlyOther), onlyOne + onlyOther));
}
