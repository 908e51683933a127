import type { Size } from '../base/geometry.ts';
import type { Preprocessing } from '../config/preprocessing.ts';
import type { ClassWeights, MapKind, Pooling, Readout, ScalarMap } from '../maps/featureMap.ts';
import type { Placement } from '../places/placement.ts';
import type { ReceptiveField, UnreadableImage } from '../results/units.ts';

/** What the views need to know about the model; kept in the index, so that they open without the model. */
export interface IndexedModel {
  /** SHA-256 of the file. */
  hash: string;
  /** Undefined if the model has no map of its own: the channels are those of the layer that methods show. */
  mapKind: MapKind | undefined;
  poolings: Pooling[];
  readout: Readout;
  featureTensor: string;
  /** Channels of the feature map: half of the class weights' number if the head pools in two ways. */
  channels: number;
  classes: number;
  /** Cells of the map of a usual picture; see {@link IndexedImage.grid}. */
  grid: Size;
  /** The model's input, in pixels. */
  input: Size;
  preprocessing: Preprocessing;
  /** Undefined if the head has none of its own (`gradCam`), or the model no map. */
  classWeights: ClassWeights | undefined;
  /** Whether gradients, and the rest too if the model has no map of its own, are those of its float twin. */
  isFloatTwin?: boolean;
  receptiveField: ReceptiveField | undefined;
  placement: Placement;
}

export interface IndexedImage {
  /** Relative to the folder, with `/`. */
  path: string;
  size: number;
  /** Time of the last change, in milliseconds. */
  modified: number;
  /** The decoded photo, EXIF orientation not applied. */
  photo: Size;
  /** EXIF orientation, which is not applied; absent if it is 1: as stored. */
  orientation?: number;
  /** Cells of its map: those of the model, except if the input's size follows the photo's. */
  grid: Size;
  /** The class with the largest logit. */
  predicted: number;
  /** Classes whose gradient × activation is kept for it; absent where the head has class weights. */
  gradientClasses?: readonly number[];
  /** Classes whose maps are kept for it; absent in an index that was written without maps. */
  mapClasses?: readonly number[];
  /** log Σ exp of all scores, where the model has more of them than classes. */
  logSum?: number;
}

/** The maps that are kept of one image, upright, on its grid. */
export interface ImageMaps extends Size {
  /** Mean over the channels of the feature map. */
  meanActivation: Float32Array;
  /** Of the image's `mapClasses`, in logit units. */
  ofClasses: ReadonlyMap<number, Float32Array>;
}

/** Gradient × activation of some pictures for a class each, the sum over the cells of a channel. */
export interface GradientActivations {
  /** Rows of the index. */
  images: number[];
  /** Of each of these rows. */
  classes: number[];
  /** Of one channel: one value for each row; of all: index = i·channels + k. */
  values: Float32Array;
}

/**
 * The results of a scan: for each image and channel the mean, the maximum and its cell, and the logits. Rows are
 * images; data are read from the disk only on request.
 */
export interface FolderIndex {
  readonly folder: string;
  readonly model: IndexedModel;
  readonly images: readonly IndexedImage[];
  readonly unreadable: readonly UnreadableImage[];
  /** Mean over the positions of channel k, for each image. */
  means(channel: number): Promise<Float32Array>;
  /** Largest value of channel k, for each image. */
  maxima(channel: number): Promise<Float32Array>;
  /** Where channel k is largest, y·width + x on the image's grid, the first of equals, for each image. */
  positions(channel: number): Promise<Uint32Array>;
  /** Value of pooled channel k as the head uses it (mean, maximum or generalised mean), for each image. */
  pooled(pooledChannel: number): Promise<Float32Array>;
  /** Pooled values of all pooled channels for some images: index = i·channels + k. */
  pooledRows(images: readonly number[]): Promise<Float32Array>;
  /** Logits of consecutive images, block by block: index = i·classes + c. */
  logitBlocks(): AsyncIterable<{ first: number; count: number; logits: Float32Array }>;
  /** Gradient × activation of all channels for one class, of those of the images that have it. */
  gradientActivations(classIndex: number, images: readonly number[]): Promise<GradientActivations>;
  /** Gradient × activation of one channel: all that is kept. */
  gradientColumn(channel: number): Promise<GradientActivations>;
  /** Sum and sum of squares of each pooled channel over all images. */
  moments(): Promise<{ sums: Float64Array; squares: Float64Array }>;
  /** The maps that are kept of an image; undefined if it was indexed without maps. */
  maps(image: number): Promise<ImageMaps | undefined>;
  /** The channel's activation in an image, if it is kept: for the strongest images at the time of the scan. */
  activation(image: number, channel: number): Promise<ScalarMap | undefined>;
}
