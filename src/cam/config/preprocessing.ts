/** How pixels become the model's input: x = (pixel·scale − mean) / std, pixel in 0…255. */
export interface Preprocessing {
  resize: { mode: 'shorter-side' | 'stretch'; size: number };
  /** Side of the centre crop in pixels; 0 for none. */
  crop: number;
  channels: 'RGB' | 'BGR' | 'gray';
  scale: number;
  /** One number per channel, in the order of `channels`. */
  mean: number[];
  /** One number per channel, in the order of `channels`. */
  std: number[];
  interpolation: 'bilinear' | 'bicubic';
}

/** Where a setting came from, in words for the user: `scenes-gap.cam.json`, `torchvision ImageNet convention`. */
export interface Sourced<T> {
  value: T;
  source: string;
  /** Absolute path, if the source is a file. */
  file?: string;
}

/** The same preprocessing for an input enlarged by `factor`: more of the picture's detail, the same part of it. */
export function enlarge(preprocessing: Preprocessing, factor: number): Preprocessing {
  const { resize, crop } = preprocessing;
  return {
    ...preprocessing,
    resize: { ...resize, size: Math.round(resize.size * factor) },
    crop: Math.round(crop * factor),
  };
}

/** All settings in one order, for a key that is the same for the same preprocessing. */
export function partsOf(preprocessing: Preprocessing): unknown[] {
  const { resize, crop, channels, scale, mean, std, interpolation } = preprocessing;
  return [resize.mode, resize.size, crop, channels, scale, mean, std, interpolation];
}
