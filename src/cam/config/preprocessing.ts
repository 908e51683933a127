import type { Sides } from '../base/geometry.ts';
import { sidesOf } from '../base/geometry.ts';
import type { FILTERS } from './processors/filters.ts';

/** How a picture is resized before the crop. */
export interface Resize {
  /**
   * `shorter-side` keeps the proportions and covers `size`, `letterbox` keeps them and fits into it (the rest is
   * filled), `stretch` changes them.
   */
  mode: 'shorter-side' | 'stretch' | 'letterbox';
  /** In pixels; one number is the side of a square. */
  size: Sides;
  /** For `shorter-side`: both sides are rounded up to a multiple of this many pixels. */
  multipleOf?: number;
  /** For `shorter-side`: how the longer side becomes whole, default `down`. */
  longSide?: 'down' | 'nearest';
  /** Whether a picture that already has the size of the model's input is taken as it is, without resizing and crop. */
  skipIfFits?: boolean;
}

/** A filter of Pillow. */
export type Interpolation = (typeof FILTERS)[number];

/** How pixels become the model's input: x = (pixel·scale − mean) / std, pixel in 0…255. */
export interface Preprocessing {
  resize: Resize;
  /** Size of the centre crop in pixels; one number is the side of a square, 0 is none. */
  crop: Sides;
  /** Where a crop begins that would begin at half a pixel: the even pixel (torchvision; default), or the one before. */
  cropRounding?: 'even' | 'down';
  channels: 'RGB' | 'BGR' | 'gray';
  scale: number;
  /** One number per channel, in the order of `channels`. */
  mean: number[];
  /** One number per channel, in the order of `channels`. */
  std: number[];
  interpolation: Interpolation;
  /** Colour around a picture that is smaller than the input: 0…255 per channel, in the order of `channels`. Default: black. */
  fill?: number[];
}

/** Where a setting came from, in words for the user: `scenes-gap.cam.json`, `ONNX metadata`. */
export interface Sourced<T> {
  value: T;
  source: string;
  /** Absolute path, if the source is a file. */
  file?: string;
  /** The value stands in for one that no source has: the names of ImageNet-1k, or numbers. */
  standIn?: 'imagenet' | 'numbers';
}

/** The preprocessing in use. `guessed` are its settings that no source states. */
export interface FoundPreprocessing extends Sourced<Preprocessing> {
  guessed: string[];
}

/** How many pictures a second opinion needs; one alone says too little. */
export const OPINION_PICTURES = 3;

/** The same preprocessing for an input enlarged by `factor`: more of the picture's detail, the same part of it. */
export function enlarge(preprocessing: Preprocessing, factor: number): Preprocessing {
  const { resize, crop } = preprocessing;
  return {
    ...preprocessing,
    resize: { ...resize, size: enlarged(resize.size, factor) },
    crop: enlarged(crop, factor),
  };
}

function enlarged(sides: Sides, factor: number): Sides {
  if (typeof sides === 'number') return Math.round(sides * factor);
  const { width, height } = sidesOf(sides);
  return { width: Math.round(width * factor), height: Math.round(height * factor) };
}

/** All settings in one order, for a key that is the same for the same preprocessing. */
export function partsOf(preprocessing: Preprocessing): unknown[] {
  const { resize, crop, channels, scale, mean, std, interpolation, ...others } = preprocessing;
  const { mode, size, ...ways } = resize;
  // Those that may be left out add nothing where they are, so that older keys stay what they were.
  const more = Object.entries({ ...ways, ...others }).sort(([a], [b]) => (a < b ? -1 : 1));
  return [mode, size, crop, channels, scale, mean, std, interpolation, ...more];
}
