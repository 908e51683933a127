import { MAX_GAP } from '../results/methodFidelity.ts';

/** Steps of the first sum; doubled until the gap is small enough. */
const FIRST_STEPS = 16;
const MAX_STEPS = 512;

/** What the gradient along the way from a baseline adds up to. */
export interface IntegratedGradients {
  /** Mean of ∂S/∂x over the way, in the order of the input. */
  mean: Float32Array;
  /** How many gradients it is the mean of. */
  steps: number;
  /** |Σ (x − x′)·mean − (S(x) − S(x′))| ÷ |S(x) − S(x′)| */
  gap: number;
}

/**
 * Integrated gradients (Sundararajan et al., ICML 2017): the mean of ∂S/∂x at the middles of m equal parts of the way from
 * a baseline x′ to x. m is doubled until (x − x′)·mean adds up to S(x) − S(x′).
 * @param gradientAt ∂S/∂x
 * @param difference S(x) − S(x′)
 * @param onStep gets how many gradients are computed, and how many will be for this m
 */
export async function integratedGradients(
  values: Float32Array,
  baseline: Float32Array,
  difference: number,
  gradientAt: (values: Float32Array) => Promise<Float32Array>,
  onStep: (done: number, all: number) => void = () => undefined,
): Promise<IntegratedGradients> {
  for (let steps = FIRST_STEPS; ; steps *= 2) {
    const sum = new Float64Array(values.length);
    for (let i = 0; i < steps; i++) {
      const part = (i + 0.5) / steps;
      const at = values.map((value, j) => {
        const from = baseline[j] as number;
        return from + part * (value - from);
      });
      const gradient = await gradientAt(at);
      for (let j = 0; j < sum.length; j++) sum[j] = (sum[j] as number) + (gradient[j] as number);
      onStep(i + 1, steps);
    }
    const mean = Float32Array.from(sum, (total) => total / steps);
    const gap = gapOf(values, baseline, mean, difference);
    if (gap <= MAX_GAP || steps >= MAX_STEPS) return { mean, steps, gap };
  }
}

function gapOf(
  values: Float32Array,
  baseline: Float32Array,
  mean: Float32Array,
  difference: number,
): number {
  let sum = 0;
  for (let j = 0; j < values.length; j++) {
    sum += ((values[j] as number) - (baseline[j] as number)) * (mean[j] as number);
  }
  const gap = Math.abs(sum - difference);
  return gap === 0 ? 0 : gap / Math.abs(difference);
}
