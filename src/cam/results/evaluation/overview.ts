import type { Geometry } from '../../base/geometry.ts';
import type { ScalarMap } from '../../maps/featureMap.ts';
import type { UnreadableImage } from '../units.ts';
import type { QuickDiagnosis } from './doctor.ts';
import type { Finding, Rate } from './scores.ts';

/** Where a folder's labels come from. */
export interface LabelSource {
  kind: 'folders' | 'table' | 'groundTruth' | 'annotations';
  /** Absolute path of the file or folder that states them. */
  from: string;
  /** Pictures that it gives a class of the model. */
  labelled: number;
  /** One sentence for the user. */
  text: string;
}

/** Where a folder's boxes and masks come from. */
export interface AnnotationSource {
  kind: 'coco' | 'pascalVoc' | 'masks' | 'wsol' | 'boxTable';
  /** Absolute path of the file or folder. */
  from: string;
  /** Pictures of the folder that it names. */
  pictures: number;
  hasMasks: boolean;
  /** One sentence for the user. */
  text: string;
}

/** What an evaluation of a folder says first. */
export interface EvaluationOverview {
  /** Absolute. */
  folder: string;
  /** Where its index is kept, absolute. */
  indexFolder: string;
  /** Changes with every change of the index, of the labels or of the annotations. */
  version: string;
  /** Whether the last pass over the folder was completed. */
  complete: boolean;
  /** Pictures that were run. */
  pictures: number;
  unreadable: UnreadableImage[];
  /** Undefined if nothing names a class of the model. */
  labels: LabelSource | undefined;
  /** Undefined if no boxes or masks were found. */
  annotations: AnnotationSource | undefined;
  findings: Finding[];
  /** Undefined if no picture is labelled. */
  classification: ClassificationReport | undefined;
  /** Whether other labels or another preprocessing may fit better. */
  diagnosis?: QuickDiagnosis | undefined;
}

/** Labelled pictures against predictions (`docs/evaluate.md` has the definitions). */
export interface ClassificationReport {
  /** Pictures with a label. */
  labelled: number;
  /** Pictures of which the first class is right; of several labels for a picture each counts in part. */
  top1: Rate;
  /** Right class among the first five; undefined where no model could miss it, with five classes or fewer. */
  top5: Rate | undefined;
  /** Mean of −log p of the right class. */
  meanLoss: number;
  calibration: Calibration;
  /** Of the classes that are a label or a prediction, in the model's order. */
  classes: ClassRow[];
  /** Pairs of right and predicted class that differ, the most frequent first. */
  confusions: ConfusedPair[];
}

export interface ClassRow {
  classIndex: number;
  label: string;
  /** Pictures of the class. */
  pictures: number;
  /** Pictures that are predicted as it. */
  predicted: number;
  /** Pictures that are of it and predicted as it. */
  right: number;
  /** right ÷ predicted; undefined if none is predicted as it. */
  precision: Rate | undefined;
  /** right ÷ pictures; undefined if none is of it. */
  recall: Rate | undefined;
  /** (right + pictures that are neither) ÷ all labelled pictures. */
  accuracy: Rate;
}

export interface ConfusedPair {
  truth: number;
  predicted: number;
  count: number;
}

/** How far the probability of the predicted class can be believed. */
export interface Calibration {
  /** Expected calibration error: Σ n_b/n |accuracy_b − confidence_b| over equal bins (Guo et al., ICML 2017), 0…1. */
  error: number;
  bins: CalibrationBin[];
}

interface CalibrationBin {
  /** From (not included) … to (included). */
  from: number;
  to: number;
  count: number;
  /** Mean probability of the predicted class; NaN for an empty bin. */
  confidence: number;
  /** Share that is right; NaN for an empty bin. */
  accuracy: number;
}

/** Which pictures, in which order. */
export interface PicturesQuery {
  /**
   * `loss`: −log p of the right class, largest first; `margin`: logit of the right class − largest other logit, smallest
   * first; `confidence`: wrong pictures by the probability of the predicted class, largest first.
   */
  order: 'loss' | 'margin' | 'confidence';
  /** Only pictures of this class. */
  truth?: number | undefined;
  /** Only pictures that are predicted as this class. */
  predicted?: number | undefined;
  /** Only wrong ones. */
  isWrong: boolean;
  first: number;
  count: number;
}

export interface PicturesPage {
  /** Number of pictures that the query selects. */
  total: number;
  rows: EvaluatedPicture[];
}

/** One labelled picture. */
export interface EvaluatedPicture {
  /** Row of the index. */
  image: number;
  /** Relative to the folder, with `/`. */
  path: string;
  /** The right class; of several the one with the largest logit. */
  truth: number;
  predicted: number;
  /** Probability of the predicted class. */
  confidence: number;
  /** Probability of the right class. */
  truthProbability: number;
  loss: number;
  /** Logit of the right class − largest other logit. */
  margin: number;
  /**
   * What made it say the predicted and not the right class: (w_predicted − w_truth)·f, in logit units; for a right
   * picture the map of its class. Undefined if the model has no map.
   */
  map: ScalarMap | undefined;
  /** The colour scale runs from −limit to +limit. */
  limit: number;
  geometry: Geometry;
  interpolation: 'bilinear' | 'cells';
}
