import type { Rate } from './evaluation/scores.ts';
import type { UnreadableImage } from './units.ts';

/** How class weights are learned: ridge regression, linear support vector machines, logistic regression. */
export type Learner = 'ridge' | 'svm' | 'logistic';

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
  };
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
