import { Inpainting } from './inpaint.ts';
import { normalNumbers } from './normalNumbers.ts';
import type { RealPicture } from './realPicture.ts';

/** Percent of the pixels that are removed. */
export const REMOVED = [10, 20, 30, 40, 50, 60, 70, 80, 90];

/** Standard deviation of the noise on filled pixels: 0.01 of the range of a pixel. */
const NOISE = 0.01 * 255;

/** A picture without a part of its pixels, the most or the least relevant ones first. */
export interface RoadPicture {
  removed: number;
  first: 'most' | 'least';
  picture: RealPicture;
}

/**
 * Pictures without their most and without their least relevant pixels (ROAD, Rong et al., ICML 2022): these are filled
 * from their neighbours, see {@link Inpainting}, with normal noise of σ 0.01 of the pixels' range, so that the model cannot
 * see where they were.
 * @param order of the pixels, the most relevant first
 * @param shares percent that is removed
 * @param seed of the noise; undefined for none
 */
export function* roadPictures(
  picture: RealPicture,
  order: Uint32Array,
  shares: readonly number[],
  seed: number | undefined,
): Generator<RoadPicture> {
  const { pixels, channels } = picture;
  // Each place has the same noise in all pictures.
  const noise = seed === undefined ? undefined : noiseOf(pixels.length, seed);
  const inpainting = new Inpainting(picture);
  for (const removed of shares) {
    const count = Math.floor((order.length * removed) / 100);
    for (const first of ['most', 'least'] as const) {
      const chosen = first === 'most' ? order.subarray(0, count) : order.subarray(-count);
      const mask = new Uint8Array(order.length);
      for (let n = 0; n < count; n++) mask[chosen[n] as number] = 1;
      const filled = inpainting.without(mask);
      if (noise) addNoise(filled.pixels, mask, channels, noise);
      yield { removed, first, picture: filled };
    }
  }
}

function noiseOf(count: number, seed: number): Float64Array {
  const next = normalNumbers(seed);
  const noise = new Float64Array(count);
  for (let i = 0; i < count; i++) noise[i] = NOISE * next();
  return noise;
}

/** @param noise one number for each value of the picture */
function addNoise(pixels: Float64Array, mask: Uint8Array, channels: number, noise: Float64Array) {
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] !== 1) continue;
    for (let c = i * channels; c < (i + 1) * channels; c++) {
      (pixels[c] as number) += noise[c] as number;
    }
  }
}
