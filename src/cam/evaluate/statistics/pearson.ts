import { meanOfValues } from '../../classifier/probe/probes.ts';

/** Below this share of the squared values, the spread around the mean is only rounding. */
const ROUNDING = 1e-12;

/**
 * Pearson's correlation coefficient, cov(a, b)/(s_a·s_b), in float64.
 * @param a of the same length as b
 * @returns NaN if one of them does not vary
 */
export function pearson(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [meanA, meanB] = [meanOfValues(a), meanOfValues(b)];
  let [both, spreadA, spreadB] = [0, 0, 0];
  let [squaresA, squaresB] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    const [valueA, valueB] = [a[i] as number, b[i] as number];
    both += (valueA - meanA) * (valueB - meanB);
    spreadA += (valueA - meanA) ** 2;
    spreadB += (valueB - meanB) ** 2;
    squaresA += valueA ** 2;
    squaresB += valueB ** 2;
  }
  const varies = spreadA > ROUNDING * squaresA && spreadB > ROUNDING * squaresB;
  return varies ? both / Math.sqrt(spreadA * spreadB) : Number.NaN;
}
