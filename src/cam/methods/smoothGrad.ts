import { createRandom } from '../classifier/probe/probes.ts';

/** Noisy copies of the picture. */
const COPIES = 24;

/** Standard deviation of the noise, as a fraction of the range of the picture's values. */
const NOISE = 0.15;

/** Relative spread of the two halves of the copies: how much of the map is chance. */
export interface SmoothGradient {
  /** Mean over the copies. */
  mean: Float32Array;
  copies: number;
  /** |mean of the first half − mean of the second half| ÷ |mean| (Euclidean lengths). */
  spread: number;
}

/**
 * SmoothGrad (Smilkov et al. 2017): the mean of ∂S/∂x, with its signs, over noisy copies of the picture. The noise is
 * normal and seeded, so the same picture gives the same map.
 * @param gradientAt ∂S/∂x at one copy
 * @param onStep gets how many copies are done, and how many there are
 */
export async function smoothGrad(
  values: Float32Array,
  gradientAt: (values: Float32Array) => Promise<Float32Array>,
  onStep: (done: number, all: number) => void = () => undefined,
): Promise<SmoothGradient> {
  const random = createRandom(41);
  const deviation = NOISE * rangeOf(values);
  const halves: [Float64Array | undefined, Float64Array | undefined] = [undefined, undefined];
  for (let copy = 0; copy < COPIES; copy++) {
    const gradient = await gradientAt(values.map((value) => value + deviation * normal(random)));
    const sum = halves[copy % 2] ?? new Float64Array(gradient.length);
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (gradient[i] as number);
    halves[copy % 2] = sum;
    onStep(copy + 1, COPIES);
  }
  const [even = new Float64Array(), odd = new Float64Array()] = halves;
  const mean = Float32Array.from(even, (sum, i) => (sum + (odd[i] as number)) / COPIES);
  const difference = even.map((sum, i) => (2 * (sum - (odd[i] as number))) / COPIES);
  return { mean, copies: COPIES, spread: lengthOf(difference) / (lengthOf(mean) || 1) };
}

function rangeOf(values: Float32Array): number {
  let [smallest, largest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    smallest = Math.min(smallest, value);
    largest = Math.max(largest, value);
  }
  return largest - smallest;
}

/** A number of the standard normal distribution (Box and Muller 1958). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function lengthOf(values: Float32Array | Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}
