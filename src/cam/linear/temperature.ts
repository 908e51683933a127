import type { Matrix } from './matrices/matrix.ts';
import { rowOf } from './matrices/matrix.ts';

/** log of the smallest and of the largest temperature. */
const RANGE = [-12, 12] as const;
const STEPS = 60;

/**
 * The temperature T with which softmax(s/T) says best how sure scores are: it minimises −Σ_i Σ_c t_ic log softmax(s_i/T)_c
 * (Guo et al., ICML 2017). The right class has t = (n + 1)/(n + 2) and the others share the rest (Platt 1999), so that T
 * stays above 0 if all n samples are right.
 * @param scores n×classes of samples that were not learned from; rows with −∞ do not count
 * @returns 1 if no row counts
 */
export function temperatureOf(scores: Matrix, labels: ArrayLike<number>): number {
  const rows = Array.from({ length: scores.rows }, (_, i) => i).filter((i) =>
    rowOf(scores, i).every(Number.isFinite),
  );
  if (rows.length === 0) return 1;
  const loss = (logT: number) => {
    const inverse = Math.exp(-logT);
    return rows.reduce(
      (sum, i) => sum + crossEntropy(rowOf(scores, i), labels[i] as number, inverse, rows.length),
      0,
    );
  };
  return Math.exp(leastBetween(loss, ...RANGE));
}

function crossEntropy(scores: Float64Array, own: number, inverse: number, n: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  let total = 0;
  for (const score of scores) {
    largest = Math.max(largest, score);
    total += score;
  }
  let sum = 0;
  for (const score of scores) sum += Math.exp((score - largest) * inverse);
  const logSum = largest * inverse + Math.log(sum);
  const right = (n + 1) / (n + 2);
  const other = (1 - right) / (scores.length - 1);
  return logSum - inverse * (other * total + (right - other) * (scores[own] as number));
}

/** Golden-section search for the least value of a function with one minimum (Kiefer 1953). */
function leastBetween(f: (x: number) => number, from: number, to: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let [a, b] = [high - ratio * (high - low), low + ratio * (high - low)];
  let [atA, atB] = [f(a), f(b)];
  for (let step = 0; step < STEPS; step++) {
    if (atA < atB) {
      [high, b, atB] = [b, a, atA];
      a = high - ratio * (high - low);
      atA = f(a);
    } else {
      [low, a, atA] = [a, b, atB];
      b = low + ratio * (high - low);
      atB = f(b);
    }
  }
  return (low + high) / 2;
}
