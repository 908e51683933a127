import type { Pooling } from '../../maps/featureMap.ts';
import type { IndexedImage } from '../folderIndex.ts';

/** The sizes that decide the shapes of a block's arrays. */
export interface BlockShape {
  channels: number;
  classes: number;
  poolings: readonly Pooling[];
  /** Cells of the kept activations. */
  grid: { width: number; height: number };
}

/** Some images of an index: K channels, C classes, n images. */
export interface Block {
  images: IndexedImage[];
  /** Mean of each channel, of n images: index = k·n + i. */
  means: Float32Array;
  /** Maximum of each channel: index = k·n + i. */
  maxima: Float32Array;
  /** Cell of the maximum: index = k·n + i. */
  positions: Uint32Array;
  /** Generalised mean of each channel, if the head uses it: index = k·n + i. */
  powers: Float32Array | undefined;
  /** index = i·classes + c. */
  logits: Float32Array;
  /** Gradient × activation of m pairs of image and class, in the order of the images: index = k·m + pair. */
  gradientActivations: Float32Array;
  /** The maps of the images that have some, one after the other, see `keptMaps.ts`. */
  maps: Float32Array;
  activations: KeptActivations;
}

/** Activations of some channels in some images. */
export interface KeptActivations {
  /** Pairs (channel, image of the block), ascending. */
  keys: Uint32Array;
  /** For each pair height × width values. */
  values: Float32Array;
}

/** Pairs of image and class whose gradient × activation is kept. */
export function pairCount(images: readonly IndexedImage[]): number {
  return images.reduce((sum, { gradientClasses = [] }) => sum + gradientClasses.length, 0);
}

/**
 * Number of values in an image's maps: that of the mean activation, then those of its `mapClasses`, each of height ×
 * width cells.
 */
export function mapValues({ grid, mapClasses }: IndexedImage): number {
  return mapClasses === undefined ? 0 : (1 + mapClasses.length) * grid.width * grid.height;
}

export function mapValueCount(images: readonly IndexedImage[]): number {
  return images.reduce((sum, image) => sum + mapValues(image), 0);
}

/** Number of values with a weight in the head: channels, once for each pooling. */
export function pooledCount({ channels, poolings }: BlockShape): number {
  return channels * poolings.length;
}

/** The array of a block, and its file, that hold the pooled values of a kind. */
export const POOLED_FILES = {
  mean: 'means',
  max: 'maxima',
  power: 'powers',
} as const satisfies Record<Pooling, keyof Block>;
