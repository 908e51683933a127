import type { Rect, Size } from '../base/geometry.ts';
import type { Rate, Score } from './evaluation/scores.ts';
import type { UnreadableImage } from './units.ts';

/** How class weights are learned: ridge regression, linear support vector machines, logistic regression. */
export type Learner = 'ridge' | 'svm' | 'logistic';

/** In place of a table of groups: pictures that are nearly the same are in one fold. */
export const NEAR_DUPLICATES = 'near-duplicates';

/** What was learned from a folder of pictures, and how well it recognises those that it did not learn from. */
export interface TrainingReport {
  /** Absolute path of the new model. */
  file: string;
  /** The sidecar beside it, absolute. */
  sidecar: string;
  learner: Learner;
  /** Penalty of the weights of the new model, in parts of the number of pictures. */
  strength: number;
  /** By which scores are divided, so that their softmax says how sure they are of pictures not learned from. */
  temperature: number;
  seed: number;
  /** Of pictures that belong together; undefined if each is one. */
  groups: number | undefined;
  /** Tensor of the backbone whose means were learned from, with its channels and cells. */
  feature: { tensor: string; channels: number; width: number; height: number };
  classes: ClassResult[];
  /** Pictures that were learned from. */
  pictures: number;
  /** Pictures without a class. */
  unlabelled: number;
  unreadable: UnreadableImage[];
  /** Share of the pictures that heads recognise which have not learned from them, nor from their groups. */
  accuracy: Rate;
  /** Mean of the classes' recalls. */
  balancedAccuracy: number;
  /** Accuracy in each fold. */
  folds: Rate[];
  /** Rows are classes, columns what was predicted. */
  confusion: number[][];
  /** What is reached without learning. */
  baselines: {
    /** The most frequent class of the pictures learned from. */
    majority: Rate;
    /** The most frequent class of the pictures for which the backbone predicts the same of its own classes. */
    ownClasses: Rate;
    /**
     * A head that knows no more than mean and deviation of R, G and B of the part that the model sees, on up to 1000 of
     * the pictures; undefined if these are too few.
     */
    meanColour: ColourRate | undefined;
  };
  /** Pictures that are nearly the same; undefined if there are too many to compare each with each. */
  leaks: Leaks | undefined;
  /** Undefined for other learners than ridge, and if a part of the pictures is too few. */
  learningCurve: LearningCurve | undefined;
  /** Places by which classes can be told without their objects, the plainest first. */
  givenAway: GivenAway[];
  /** Share of each side of the pictures that was cut away; 0 for none. */
  border: number;
  /** Pictures that are not recognised, the surest mistakes first. */
  wrong: WrongPicture[];
  /** How the new model's scores of pictures differ at most from w·mean f + b, in parts of the largest one. */
  difference: number;
}

/** What a training would learn from a folder, and what the last one has learned. */
export interface TrainingState {
  /** Where the results of the folder's pictures are kept, absolute. */
  indexFolder: string;
  classes: { name: string; pictures: number }[];
  /** Pictures of the folder, with and without a class. */
  pictures: number;
  /** Undefined if there was none, or its model is gone. */
  last: TrainingReport | undefined;
}

export interface ClassResult {
  name: string;
  pictures: number;
  /** Of its pictures, how many are recognised. */
  recall: Rate;
  /** Of those that are taken for it, how many are of it. */
  precision: Rate;
}

export interface WrongPicture {
  /** Relative to the folder, with `/`. */
  path: string;
  /** Numbers of classes. */
  truth: number;
  predicted: number;
  /** Score of the predicted class − that of the right one; infinite if no picture of this was in the other folds. */
  margin: number;
  fold: number;
}

/** As the learned classes, each class has half of the weight against the others, so compare the means of the classes. */
export interface ColourRate extends Rate {
  /** Mean of the classes' recalls. */
  balancedAccuracy: number;
}

/** Pictures that are nearly the same by their features, see `Similarities`. */
export interface Leaks {
  /** From this similarity. */
  threshold: number;
  /** Pairs whose pictures are in different folds: a head was learned from one and is judged by the other. */
  pairs: number;
  /** Of these, pairs of one class. */
  sameClass: number;
  /** In these pairs. */
  pictures: number;
  /** The most similar first, up to 20. */
  examples: NearPictures[];
  /** Pairs of different classes, in one fold or not: wrong labels, or an object that the features do not see. */
  otherClass: { pairs: number; examples: NearPictures[] };
}

/** A place where the pictures of a class are nearly the same, and those of others are not: a control, a watermark, a date. */
export interface GivenAway {
  classIndex: number;
  /** In parts of the sides of what the model sees, 0…1. */
  region: Rect;
  /** Deviation within the class ÷ the usual one: 1 is as elsewhere. */
  ratio: number;
  /** Of the class that were compared. */
  pictures: number;
  /** Border that leaves it out, share of each side; undefined if it lies too far inside. */
  border: number | undefined;
  /** Pictures of the class, with the place in photo pixels. */
  examples: { path: string; photo: Size; box: Rect }[];
}

export interface NearPictures {
  /** Relative to the folder, with `/`. */
  paths: [string, string];
  /** Numbers of classes. */
  classes: [number, number];
  folds: [number, number];
  similarity: number;
}

/** Accuracy on the same pictures by heads that have learned from fewer. */
export interface LearningCurve {
  /** By rising share; the last is 1. */
  points: CurvePoint[];
  /** What the last doubling has added to the accuracy, with its 95 % interval; undefined without the half. */
  gain: Score | undefined;
}

export interface CurvePoint {
  /** Part of the pictures of the other folds. */
  share: number;
  /** How many a head has learned from, the mean over the folds. */
  pictures: number;
  accuracy: Rate;
}
