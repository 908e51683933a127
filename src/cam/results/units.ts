import type { CamErrorData } from '../base/errors.ts';
import type { Geometry, Rect, Size } from '../base/geometry.ts';
import type { Pooling, ScalarMap } from '../maps/featureMap.ts';
import type { ModelDescription } from './explanation.ts';

/** What is known of a model of units before a folder is scanned with it; `summary` says what its units are. */
export type UnitsDescription = Pick<
  ModelDescription,
  'path' | 'labels' | 'preprocessing' | 'unitNames' | 'summary' | 'notices'
>;

/** The progress of a scan of a folder. */
export interface ScanProgress {
  /** Pictures found; final once `walking` is false. */
  found: number;
  /** Whether the folder is still being listed. */
  walking: boolean;
  /** Pictures of the folder that are in the index, those of earlier scans included. */
  indexed: number;
  /** Pictures that this scan has run through the model. */
  scanned: number;
  unreadable: number;
  /** Pictures per second over the last seconds; 0 at the start. */
  perSecond: number;
  /** Undefined while it is unknown. */
  secondsLeft: number | undefined;
}

export interface UnreadableImage {
  /** Relative to the folder, with `/`. */
  path: string;
  reason: string;
}

/** Summary of an index, without its numbers. */
export interface IndexSummary {
  /** Absolute path of the pictures' folder. */
  folder: string;
  /** Where the index is kept, absolute. */
  indexFolder: string;
  images: number;
  unreadable: UnreadableImage[];
  /** Files that were not run, because they are masks of pictures; 0 if left out. */
  masks?: number;
  /** Whether the last scan was completed. */
  complete: boolean;
  /** Size of the index on disk. */
  bytes: number;
  classes: FolderClasses;
  /** Changes with every change of the index. */
  version: string;
}

/** The classes of a folder's pictures, the most frequent first, ties in the model's order. */
export interface FolderClasses {
  /** `folder`: as the sub-folders name them; `prediction`: as the model predicts them. */
  by: 'folder' | 'prediction';
  classes: { classIndex: number; images: number }[];
}

/**
 * How the channels of a class are ordered: w_k^c, mean of w_k^c F_k over the class's images, how well F_k separates
 * them from the others; where the head has no class weights for channels, mean of gradient × activation
 * Σ_{x,y} f_k ∂S_c/∂f_k over the class's images.
 */
export type UnitRanking = 'weight' | 'contribution' | 'gradientActivation' | 'separation';

export interface ClassUnitsQuery {
  classIndex: number;
  ranking: UnitRanking;
  /** Rows for the class, and as many against it. */
  count: number;
  /** Patches for each row. */
  patches: number;
}

/** The units of a class. */
export interface ClassUnits {
  classIndex: number;
  /** The ranking used: the requested one if the head allows it. */
  ranking: UnitRanking;
  rankings: UnitRanking[];
  /** Why a ranking is not among `rankings`; empty if all are. */
  notices: string[];
  /** Images used for contribution, gradient × activation and separation, and how their class was decided. */
  classImages: { used: number; all: number; by: 'folder' | 'prediction' };
  speaksFor: UnitRow[];
  speaksAgainst: UnitRow[];
  /** Number of channels of each kind, including those that are not listed. */
  countFor: number;
  countAgainst: number;
}

export interface UnitRow {
  unit: UnitIdentity;
  /** w_k^c; undefined if the head has no weight for a channel. */
  weight: number | undefined;
  /** Mean of w_k^c F_k over the class's images, in logit units; undefined without a weight or images. */
  contribution: number | undefined;
  /** Mean of gradient × activation over the class's images; undefined with a weight, or without images. */
  gradientActivation: number | undefined;
  /** (mean of F_k over the class's images − over the others) ÷ their pooled standard deviation (Cohen's d). */
  separation: number | undefined;
  patches: Patch[];
}

/** A channel as the head pools it. */
export interface UnitIdentity {
  /** Index of its class weight: with two poolings, first all means and then all maxima. */
  pooledChannel: number;
  /** Channel of the feature map. */
  channel: number;
  pooling: Pooling;
  /** The user's name for it. */
  name: string | undefined;
}

/** Where a channel is high in one image. */
export interface Patch {
  /** Of the feature map. */
  channel: number;
  /** Row of the index. */
  image: number;
  /** Absolute path. */
  path: string;
  /** Largest activation of the channel in the image, and its mean. */
  maximum: number;
  mean: number;
  /** Cell of the maximum. */
  cell: { x: number; y: number };
  grid: Size;
  geometry: Geometry;
  /** The channel's activation; undefined if the index does not keep it for this image. */
  map: ScalarMap | undefined;
  predicted: number;
  /** Class that the image's folder names. */
  label: number | undefined;
}

/**
 * Receptive field of a cell: side and stride in pixels of the model's input, and its centre for cell 0,
 * where 0 is the centre of the first pixel.
 */
export interface ReceptiveField {
  width: number;
  height: number;
  strideX: number;
  strideY: number;
  centreX: number;
  centreY: number;
  /** Whether the receptive field of every cell covers the whole input. */
  coversInput: boolean;
}

/** One channel over the whole folder. */
export interface UnitReport {
  unit: UnitIdentity;
  strongest: Patch[];
  weakest: Patch[];
  /** Histogram of the channel's maximum over all images: counts of equal steps from `from` to `to`. */
  distribution: { from: number; to: number; counts: number[] };
  /** What the classes are ordered by; undefined if no channel has such a number. */
  classesBy: 'weight' | 'gradientActivation' | undefined;
  speaksFor: ClassValue[];
  speaksAgainst: ClassValue[];
  /** Pearson correlation of the pooled values over `correlatedOver` images. */
  correlated: { unit: UnitIdentity; correlation: number }[];
  correlatedOver: number;
}

/** The weight of a channel in a class, or its mean gradient × activation over the class's images. */
export interface ClassValue {
  classIndex: number;
  value: number;
}

/** The scanned folder's predictions with channels switched off: S' = S − Σ w_k F_k. */
export interface Ablation {
  pooledChannels: number[];
  images: number;
  /** Images whose first class changes, the most certain earlier predictions first. */
  flips: Flip[];
  countOfFlips: number;
  /** Mean change of the logit, S' − S, by class; the largest gains and losses. */
  gains: { classIndex: number; change: number }[];
  losses: { classIndex: number; change: number }[];
  /** Share of labelled images whose first class is their folder's; undefined without labels. */
  accuracy: { before: number; after: number; images: number } | undefined;
}

export interface Flip {
  path: string;
  before: number;
  after: number;
  label: number | undefined;
}

/** The annotation's name for the object that a unit responds to. */
export interface NameSuggestion {
  unit: UnitIdentity;
  name: string;
  /** Intersection over union of the unit's high region with the object, over the annotated images. */
  iou: number;
  /** Share of the unit's strongest images in which its region fits this object best. */
  purity: number;
  /** Number of images used for `purity`, at most 20. */
  purityOver: number;
}

/** What of annotations was not used. */
export interface LeftOutAnnotations {
  /** Objects, pictures and files. */
  count: number;
  /** Why, a sentence for each of the first 20. */
  reasons: string[];
}

export interface NameSuggestions {
  /** The annotations' file or folder, absolute. */
  annotations: string;
  /** Pictures whose annotations were used. */
  annotatedImages: number;
  leftOut: LeftOutAnnotations;
  /** One for each channel of the feature map, best IoU first. */
  suggestions: NameSuggestion[];
  /** Objects of the annotation that no unit overlaps by more than `detectedFrom`. */
  undetected: { name: string; images: number; bestIou: number }[];
  /** Smallest IoU at which a unit counts as a detector (Bau et al. 2017: 0.04). */
  detectedFrom: number;
}

/** The part of an image that changes a channel's maximum when it is covered (Zhou et al. 2015). */
export interface EmpiricalField {
  path: string;
  channel: number;
  /** Drop of the activation for each covered place, on a grid over the model's input. */
  drop: ScalarMap;
  /** Bounding box of the cells with at least half of the largest drop, in pixels of the model's input. */
  box: Rect;
}

/** The cell in which a channel is largest in an image. */
export interface StrongestPlace {
  /** Absolute. */
  path: string;
  cell: { x: number; y: number };
}

/** The part of an image that moves a channel's largest value, by the gradient there. */
export interface FieldByGradient {
  path: string;
  /**
   * Bounding box of the fewest pixels that hold 95 % of Σ |∂f_k(p)/∂x|, in pixels of the model's input; empty if no
   * pixel moves the channel.
   */
  box: Rect;
  /** Part of the sum inside the box: more than 95 %, or 0 if no pixel moves the channel. */
  share: number;
}

/** The fields of a channel in several images, in their order, and the images that have none. */
export interface FieldsByGradient {
  fields: FieldByGradient[];
  failed: { path: string; error: CamErrorData }[];
}
