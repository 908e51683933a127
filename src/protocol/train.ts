import type { Learner, TrainingReport, TrainingState } from '../cam/results/training.ts';
import type { FromFolderPage, ThumbnailRequests, ToFolderPage } from './folder.ts';
import type { CancelMessage, ReplyMessage, RequestMessage } from './requests.ts';

/** Tables that the user chose for a folder, absolute. */
export interface TrainingTables {
  /** Classes of the images, in place of the sub-folders. */
  labels?: string;
  /** Images that belong together; or `NEAR_DUPLICATES`, for those that are nearly the same. */
  groups?: string;
}

/** What the user chose for the trainings of a folder. */
export interface TrainingSettings {
  /** Where the new model is written, absolute. */
  out: string;
  tables: TrainingTables;
  /** Share of each side of the images that is cut away. */
  border: number;
}

/** Other views of the new model. */
export type NewModelView = 'model' | 'classUnits' | 'evaluation';

export type ToTrain =
  | ToFolderPage
  /** What the folder has to learn from, and what was learned last. */
  | { type: 'state'; state: Omit<TrainingState, 'last'> }
  | { type: 'report'; report: TrainingReport | undefined }
  | { type: 'settings'; settings: TrainingSettings }
  /** Images that got another class since the last training, by path relative to the folder; empty for none. */
  | { type: 'changed'; classes: Record<string, string> }
  /** Share of the learning that is done; undefined while images are run, and when nothing is learned. */
  | { type: 'learning'; share: number | undefined }
  | ReplyMessage<ThumbnailRequests>;

export type FromTrain =
  | FromFolderPage
  | RequestMessage<ThumbnailRequests>
  | CancelMessage
  | { type: 'train'; learner: Learner }
  /** A share of each side of the images; 0 for the whole ones. */
  | { type: 'setBorder'; border: number }
  /** Images that are nearly the same. */
  | { type: 'keepTogether' }
  | { type: 'chooseOut' }
  /** Lets the user say what images show. Paths are relative to the folder. */
  | { type: 'changeClass'; paths: string[] }
  | { type: 'chooseTable'; table: keyof TrainingTables }
  /** Back to sub-folders, or to images that are each on their own. */
  | { type: 'forgetTable'; table: keyof TrainingTables }
  | { type: 'openNewModel'; view: NewModelView }
  /** *Show CAM* by the new model: a class, and what separates it from another one. */
  | { type: 'showCam'; path: string; classIndex: number; contrastClass: number | undefined };
