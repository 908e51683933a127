import type { RealPicture } from './realPicture.ts';
import { withPixels } from './realPicture.ts';

/** Steps in which all pixels are exchanged: of 224×224 pixels, 896 in each. */
export const STEPS = 56;

/** How many pixels are exchanged in each step. */
export function stepOf(pixels: number): number {
  return Math.ceil(pixels / STEPS);
}

/** Indices of a map's values, the largest first; equal ones in the order of the rows. */
export function byFallingValue(values: ArrayLike<number>): Uint32Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i);
  return order.sort((a, b) => (values[b] as number) - (values[a] as number) || a - b);
}

/**
 * Pictures on the way from one to another, pixel by pixel: the first as it is, then with `step` more pixels of the other
 * in each, the last all of the other.
 * @param order of the pixels
 */
export function* exchanged(
  from: RealPicture,
  to: RealPicture,
  order: Uint32Array,
  step: number,
): Generator<RealPicture> {
  const { channels } = from;
  const pixels = from.pixels.slice();
  yield withPixels(from, pixels.slice());
  for (let done = 0; done < order.length; done += step) {
    for (const pixel of order.subarray(done, done + step)) {
      const start = pixel * channels;
      for (let i = start; i < start + channels; i++) pixels[i] = to.pixels[i] as number;
    }
    yield withPixels(from, pixels.slice());
  }
}

/** Area under a curve of n + 1 points over 0…1, by trapezoids: (Σ s − s_0/2 − s_n/2)/n. */
export function areaUnder(curve: readonly number[]): number {
  const sum = curve.reduce((total, value) => total + value, 0);
  return (sum - ((curve[0] ?? 0) + (curve.at(-1) ?? 0)) / 2) / (curve.length - 1);
}

/** A picture of one colour: one number for each channel. */
export function ofColour(picture: RealPicture, colour: readonly number[]): RealPicture {
  const pixels = picture.pixels.map((_, i) => colour[i % picture.channels] ?? 0);
  return withPixels(picture, pixels);
}

/**
 * A picture multiplied by its map, which is brought to 0…1 by its least and its largest value: x ⊙ L. The picture is
 * multiplied, before normalisation, so black stands where the map is least. A constant map keeps nothing.
 */
export function underMap(picture: RealPicture, map: Float64Array): RealPicture {
  const { channels } = picture;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of map) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const range = high - low;
  const share = range > 0 ? map.map((value) => (value - low) / range) : map.map(() => 0);
  return withPixels(
    picture,
    picture.pixels.map((value, i) => value * (share[Math.floor(i / channels)] as number)),
  );
}
