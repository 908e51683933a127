import type { Score } from '../../results/evaluation/scores.ts';
import { percentile } from '../statistics/bootstrap.ts';

/** Bins [0, 0.001) … [0.999, 1), and one of the value 1. */
const BINS = 1001;

/** Resamples of {@link PixelPrecision}: each costs as much as the score itself. */
const RESAMPLES = 200;

/**
 * PxAP (Choe et al. 2020): Σ_l Prec(τ_l)·(Rec(τ_l) − Rec(τ_{l−1})) over pixels that are pooled over all pictures; ignored
 * regions are dropped.
 */
export class PixelPrecision {
  readonly #all = histograms();
  /** Empty until a picture is added: most folders have no masks. */
  #resampled: Histograms[] = [];

  /**
   * @param map values of 0…1, see `normalised`
   * @param mask of the same size, see `PictureObjects`
   * @param weights how often each resample has the picture
   */
  add(
    map: Float32Array,
    { object, ignored }: { object: Uint8Array; ignored: Uint8Array },
    weights: Uint8Array,
  ): void {
    const { inside, outside } = histograms();
    for (let i = 0; i < map.length; i++) {
      if (object[i] === 1) (inside[binOf(map[i] as number)] as number)++;
      else if (ignored[i] !== 1) (outside[binOf(map[i] as number)] as number)++;
    }
    addTimes(this.#all, { inside, outside }, 1);
    if (this.#resampled.length === 0) {
      this.#resampled = Array.from({ length: RESAMPLES }, histograms);
    }
    for (const [i, sum] of this.#resampled.entries()) {
      addTimes(sum, { inside, outside }, weights[i] as number);
    }
  }

  /** Undefined if no picture was added. */
  score(): Score | undefined {
    if (this.#resampled.length === 0) return undefined;
    const resamples = Float64Array.from(this.#resampled, averagePrecision);
    const sorted = resamples.filter(Number.isFinite).sort();
    return {
      value: averagePrecision(this.#all),
      low: percentile(sorted, 0.025),
      high: percentile(sorted, 0.975),
    };
  }
}

/** Numbers of pixels of the objects and of the rest, by the map's value. */
interface Histograms {
  inside: Float64Array;
  outside: Float64Array;
}

function histograms(): Histograms {
  return { inside: new Float64Array(BINS), outside: new Float64Array(BINS) };
}

/** NumPy's `histogram` for the edges 0, 0.001 … 0.999, 1, 2: the edge belongs to the bin above it. */
function binOf(value: number): number {
  let bin = Math.min(Math.floor(value * 1000), BINS - 1);
  if (value < bin * 0.001) bin--;
  else if (bin < BINS - 1 && value >= (bin + 1) * 0.001) bin++;
  return bin;
}

function addTimes(sum: Histograms, { inside, outside }: Histograms, times: number): void {
  if (times === 0) return;
  for (let bin = 0; bin < BINS; bin++) {
    (sum.inside[bin] as number) += times * (inside[bin] as number);
    (sum.outside[bin] as number) += times * (outside[bin] as number);
  }
}

function averagePrecision({ inside, outside }: Histograms): number {
  const all = inside.reduce((sum, count) => sum + count, 0);
  let [area, right, wrong] = [0, 0, 0];
  for (let bin = BINS - 1; bin >= 0; bin--) {
    const found = inside[bin] as number;
    right += found;
    wrong += outside[bin] as number;
    if (found > 0) area += ((right / (right + wrong)) * found) / all;
  }
  return all > 0 ? area : Number.NaN;
}
