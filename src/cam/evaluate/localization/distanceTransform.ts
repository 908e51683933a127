import type { Size } from '../../base/geometry.ts';

/**
 * Squared Euclidean distance of each pixel to the next one that is 0, exactly (Felzenszwalb & Huttenlocher 2012): first
 * along the columns, then along the rows.
 * @param step width and height of a pixel
 * @returns infinity everywhere if no pixel is 0
 */
export function squaredDistances(
  pixels: Uint8Array,
  { width, height }: Size,
  step: Size,
): Float64Array {
  const squares = inColumns(pixels, width, step.height);
  const line = new LowerEnvelope(width);
  for (let y = 0; y < height; y++) {
    line.replace(squares.subarray(y * width, (y + 1) * width), step.width);
  }
  return squares;
}

function inColumns(pixels: Uint8Array, width: number, step: number): Float64Array {
  const distances = new Float64Array(pixels.length).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < pixels.length; i++) {
    if (pixels[i] === 0) distances[i] = 0;
    else if (i >= width) distances[i] = (distances[i - width] as number) + step;
  }
  for (let i = pixels.length - 1 - width; i >= 0; i--) {
    distances[i] = Math.min(distances[i] as number, (distances[i + width] as number) + step);
  }
  for (let i = 0; i < distances.length; i++) distances[i] = (distances[i] as number) ** 2;
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

  /** Replaces the values of a line by the envelope at their places. */
  replace(line: Float64Array, step: number): void {
    const [values, feet, begins] = [this.#values, this.#feet, this.#begins];
    const scale = 1 / (step * step);
    let last = -1;
    for (let i = 0; i < line.length; i++) {
      values[i] = (line[i] as number) * scale;
      if (values[i] === Number.POSITIVE_INFINITY) continue;
      let begin = Number.NEGATIVE_INFINITY;
      for (; last >= 0; last--) {
        const foot = feet[last] as number;
        const rise = (values[i] as number) - (values[foot] as number);
        begin = (rise + i * i - foot * foot) / (2 * (i - foot));
        if (begin > (begins[last] as number)) break;
        begin = Number.NEGATIVE_INFINITY;
      }
      last++;
      feet[last] = i;
      begins[last] = begin;
    }
    if (last < 0) return;
    for (let i = 0, at = 0; i < line.length; i++) {
      while (at < last && (begins[at + 1] as number) < i) at++;
      const foot = feet[at] as number;
      line[i] = ((i - foot) ** 2 + (values[foot] as number)) * step * step;
    }
  }
}
