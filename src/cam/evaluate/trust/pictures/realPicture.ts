import type { Size } from '../../../base/geometry.ts';

/** A picture of real pixels, 0…255, before normalisation: rows from the top, channels interleaved. */
export interface RealPicture extends Size {
  channels: 1 | 3;
  /** height × width × channels. */
  pixels: Float64Array;
}

/** Probabilities of the classes of pictures of one size. */
export type Predict = (pictures: readonly RealPicture[]) => Promise<Float32Array[]>;

/** A picture of the same size with other pixels. */
export function withPixels(
  { width, height, channels }: RealPicture,
  pixels: Float64Array,
): RealPicture {
  return { width, height, channels, pixels };
}
