import type { McNemar } from '../../results/evaluation/parity.ts';
import { fairTail } from './fairTail.ts';

/** From so many discordant pictures on χ² is close enough. */
const EXACT_BELOW = 25;

/**
 * McNemar's test (Psychometrika 12, 1947) of whether two models are right equally often, two-sided. Below 25 discordant
 * pictures the exact binomial test, whose statistic is the smaller number; otherwise χ² = (|b − c| − 1)²/(b + c) with
 * one degree of freedom and continuity correction (0 for b = c).
 * @param onlyBefore pictures that only the model before gets right
 * @param onlyAfter pictures that only the model after gets right
 */
export function mcNemar(onlyBefore: number, onlyAfter: number): McNemar {
  const discordant = onlyBefore + onlyAfter;
  if (discordant < EXACT_BELOW) {
    const statistic = Math.min(onlyBefore, onlyAfter);
    const pValue = Math.min(1, 2 * fairTail(statistic, discordant));
    return { kind: 'exact', statistic, pValue };
  }
  const statistic = Math.max(Math.abs(onlyBefore - onlyAfter) - 1, 0) ** 2 / discordant;
  return { kind: 'chiSquared', statistic, pValue: erfc(Math.sqrt(statistic / 2)) };
}

/** Where the continued fraction takes over from the series. */
const FRACTION_FROM = 2;

/**
 * 1 − erf(x) for x ≥ 0, to a relative 1e-12: the series erf(x) = 2/√π·e^(−x²)·Σ 2ⁿx^(2n+1)/(1·3·…·(2n+1)), for large x
 * the continued fraction e^(−x²)/√π · 1/(x + ½/(x + 1/(x + 1½/(x + …)))) (DLMF 7.6.2 and 7.9.1).
 */
function erfc(x: number): number {
  const exponential = Math.exp(-x * x) / Math.sqrt(Math.PI);
  if (x >= FRACTION_FROM) {
    let fraction = x;
    for (let n = 100; n > 0; n--) fraction = x + n / 2 / fraction;
    return exponential / fraction;
  }
  let term = x;
  let sum = 0;
  for (let n = 0; n < 50; n++) {
    sum += term;
    term *= (2 * x * x) / (2 * n + 3);
  }
  return 1 - 2 * exponential * sum;
}
