import { Slices } from '../../base/slices.ts';
import type { Score } from '../../results/evaluation/scores.ts';

/** Numbers of resamples of a mean. */
export const RESAMPLES = 1000;

/** P(k ≤ 0), P(k ≤ 1) … of a Poisson distribution with mean 1. */
const CUMULATIVE = cumulativePoisson();

/**
 * How often each resample has a picture: Poisson numbers with mean 1, the bootstrap that needs no list of the pictures
 * (Hanley & MacGibbon 2006). They depend on the seed and on the picture alone, so all rows of a table are resampled alike.
 * @param into gets {@link RESAMPLES} numbers
 */
export function drawWeights(seed: number, picture: number, into: Uint8Array): void {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(picture + 1, 0x85ebca6b)) >>> 0;
  for (let i = 0; i < into.length; i++) {
    // splitmix32
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    const uniform = ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
    let times = 0;
    while (times < CUMULATIVE.length && uniform >= (CUMULATIVE[times] as number)) times++;
    into[i] = times;
  }
}

function cumulativePoisson(): number[] {
  const sums: number[] = [];
  let [term, sum] = [Math.exp(-1), 0];
  for (let k = 0; k < 12; k++) {
    if (k > 0) term /= k;
    sum += term;
    sums.push(sum);
  }
  return sums;
}

/** A mean over pictures, with its interval over the resamples. */
export class ResampledMean {
  #sum = 0;
  #count = 0;
  readonly #sums = new Float64Array(RESAMPLES);
  readonly #counts = new Float64Array(RESAMPLES);

  /** @param weights see {@link drawWeights} */
  add(value: number, weights: Uint8Array): void {
    this.#sum += value;
    this.#count++;
    for (let i = 0; i < RESAMPLES; i++) {
      const times = weights[i] as number;
      (this.#sums[i] as number) += times * value;
      (this.#counts[i] as number) += times;
    }
  }

  get mean(): number {
    return this.#sum / this.#count;
  }

  /** Undefined if nothing was added. */
  score(): Score | undefined {
    if (this.#count === 0) return undefined;
    return interval(this.mean, this.resampledMeans());
  }

  /** Of each resample; NaN if it has none of the pictures. */
  resampledMeans(): Float64Array {
    return this.#sums.map((sum, i) => sum / (this.#counts[i] as number));
  }
}

/** A mean over classes of the means of their pictures. */
export class ResampledClassMean {
  readonly #classes = new Map<number, ResampledMean>();

  add(classIndex: number, value: number, weights: Uint8Array): void {
    const mean = this.#classes.get(classIndex) ?? new ResampledMean();
    this.#classes.set(classIndex, mean);
    mean.add(value, weights);
  }

  /** Undefined if nothing was added. A class of which a resample has no picture is not in its mean. */
  score(): Score | undefined {
    if (this.#classes.size === 0) return undefined;
    const sums = new Float64Array(RESAMPLES);
    const counts = new Float64Array(RESAMPLES);
    let sum = 0;
    for (const mean of this.#classes.values()) {
      sum += mean.mean;
      for (const [i, value] of mean.resampledMeans().entries()) {
        if (Number.isNaN(value)) continue;
        (sums[i] as number) += value;
        (counts[i] as number)++;
      }
    }
    return interval(
      sum / this.#classes.size,
      sums.map((total, i) => total / (counts[i] as number)),
    );
  }
}

/**
 * The mean of a value of each picture with its 95 % interval.
 * @param values finite
 * @returns NaN of no values
 */
export async function meanWithInterval(values: Float64Array, seed: number): Promise<Score> {
  const mean = new ResampledMean();
  const weights = new Uint8Array(RESAMPLES);
  const slices = new Slices();
  for (const [picture, value] of values.entries()) {
    drawWeights(seed, picture, weights);
    mean.add(value, weights);
    if (slices.isOver) await slices.next();
  }
  return mean.score() ?? { value: Number.NaN, low: Number.NaN, high: Number.NaN };
}

/** The middle 95 % of resampled values. */
function interval(value: number, resampled: Float64Array): Score {
  const sorted = resampled.filter(Number.isFinite).sort();
  return { value, low: percentile(sorted, 0.025), high: percentile(sorted, 0.975) };
}

/** Between the sorted values, linear, as NumPy's `percentile`; NaN of none. */
export function percentile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}
