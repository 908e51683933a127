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
