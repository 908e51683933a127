import type { Geometry, Rect } from '../base/geometry.ts';
import type { FolderIndex } from '../folder/folderIndex.ts';
import type { ScalarMap } from '../maps/featureMap.ts';
import type { AnnotationSource, LabelSource } from '../results/evaluation/overview.ts';
import type { Finding } from '../results/evaluation/scores.ts';

/** A folder that was run through a model, with its labels and annotations. Pictures are rows of the index. */
export interface Evaluation {
  readonly index: FolderIndex;
  /** Names of the classes. */
  readonly labels: readonly string[];
  readonly labelSource: LabelSource | undefined;
  readonly annotationSource: AnnotationSource | undefined;
  /** What does not count, and why. */
  readonly findings: readonly Finding[];
  readonly predictions: Predictions;
  /** How a photo of an image became the model's input, and where its map lies in it. */
  geometryOf(image: number): Geometry;
  /** The maps that the pass kept of an image: its right class, its first five, and one other class. */
  mapsOf(image: number): Promise<KeptMaps>;
  /** The objects of the right class in an image; undefined if it has no annotation. */
  objectsOf(image: number): Promise<PictureObjects | undefined>;
}

/** What the model says of each picture, in columns. */
export interface Predictions {
  /** The right class; of several the one with the largest logit; −1 without a label. */
  truth: Int32Array;
  /** The five largest logits in descending order: index = 5·image + rank; −1 if there are fewer classes. */
  top: Int32Array;
  /** Probability of the first class. */
  confidence: Float32Array;
  /** Probability of the right class; NaN without a label. */
  truthProbability: Float32Array;
  /** −log of it, from the logits, so that it stays finite; NaN without a label. */
  loss: Float32Array;
  /** Logit of the right class − largest other logit; NaN without a label. */
  margin: Float32Array;
  /** Mean over the picture's labels of [not among the first k]; NaN without a label. */
  top1Error: Float32Array;
  top5Error: Float32Array;
}

/** Maps of one picture, upright, on the model's grid. */
export interface KeptMaps {
  /** Mean over the channels: class-agnostic. */
  meanActivation: ScalarMap;
  /** By class; of the same size. Empty if the model has no map of its own. */
  ofClasses: ReadonlyMap<number, ScalarMap>;
  /** A class that is neither right nor among the first five, drawn by the picture's path. */
  otherClass: number | undefined;
}

/** The objects of one class in one picture. */
export interface PictureObjects {
  /** In pixels of the decoded photo, clipped to it, x and y from its left upper corner; never empty ones. */
  boxes: readonly Rect[];
  /** Whether masks are annotated, and not only boxes. */
  hasMask: boolean;
  /**
   * The objects' pixels on a grid of `size`×`size` laid over the photo, each read at its centre.
   * @returns 1 for an object; `ignored` 1 where the annotation says nothing
   */
  mask(size: number): { object: Uint8Array; ignored: Uint8Array };
}
