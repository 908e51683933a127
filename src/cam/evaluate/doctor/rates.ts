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
