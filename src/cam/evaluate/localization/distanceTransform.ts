import type { Size } from '../../base/geometry.ts';

/** Larger than any distance; a finite number, so that parabolas can be subtracted. */
const FAR = 1e20;

/**
 * Squared Euclidean distance of each pixel to the next one that is 0, exactly (Felzenszwalb & Huttenlocher 2012): first
 * along the columns, then along the rows.
 * @param step width and height of a pixel
 * @returns a number of 1e20 or more everywhere if no pixel is 0
 */
export function squaredDistances(
  pixels: Uint8Array,
  { width, height }: Size,
  step: Size,
): Float64Array {
  const distances = Float64Array.from(pixels, (pixel) => (pixel === 0 ? 0 : FAR));
  const line = new LowerEnvelope(Math.max(width, height));
  for (let x = 0; x < width; x++) line.replace(distances, x, width, height, step.height);
  for (let y = 0; y < height; y++) line.replace(distances, y * width, 1, width, step.width);
  return distances;
}

/** The lowest of the parabolas that stand on the values of a line. */
class LowerEnvelope {
  readonly #values: Float64Array;
  /** Places of the parabolas that are the lowest somewhere, and where each begins to be. */
  readonly #feet: Int32Array;
  readonly #begins: Float64Array;

  constructor(length: number) {
    this.#values = new Float64Array(length);
    this.#feet = new Int32Array(length);
    this.#begins = new Float64Array(length);
  }

  /** Replaces `count` values, from `start` on and `stride` apart, by the envelope at their places. */
  replace(all: Float64Array, start: number, stride: number, count: number, step: number): void {
    const [values, feet, begins] = [this.#values, this.#feet, this.#begins];
    let last = -1;
    for (let i = 0; i < count; i++) {
      const value = all[start + i * stride] as number;
      values[i] = value;
      let begin = Number.NEGATIVE_INFINITY;
      for (; last >= 0; last--) {
        const foot = feet[last] as number;
        const rise = (value - (values[foot] as number)) / (step * step);
        begin = (rise + i * i - foot * foot) / (2 * (i - foot));
        if (begin > (begins[last] as number)) break;
        begin = Number.NEGATIVE_INFINITY;
      }
      last++;
      feet[last] = i;
      begins[last] = begin;
    }
    for (let i = 0, at = 0; i < count; i++) {
      while (at < last && (begins[at + 1] as number) < i) at++;
      const foot = feet[at] as number;
      const distance = (i - foot) * step;
      all[start + i * stride] = distance * distance + (values[foot] as number);
    }
  }
}
