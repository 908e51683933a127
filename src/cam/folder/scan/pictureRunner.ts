import type { Size } from '../../base/geometry.ts';
import type { PicturePixels } from '../../classifier/probe/pictureFeeds.ts';
import type { PictureRun } from '../../classifier/runPicture.ts';
import type { PictureClasses } from './folderLabels.ts';

/** A picture, and the classes for which gradient × activation is wanted; absent for none. */
export interface ScannedPicture extends PicturePixels {
  classes?: PictureClasses;
}

/** What a model gives for one picture. */
export interface ScannedRun extends PictureRun {
  /** The wanted classes, and for each of them Σ over the cells of f_k · ∂S/∂f_k, for each channel. */
  gradientClasses?: readonly number[];
  gradientActivations?: readonly Float32Array[];
}

/** How the pictures of a folder are run. */
export interface PictureRunner {
  /** How many pictures of this size to run at once. */
  batchSize(size: Size): number;
  /**
   * @param pictures of one size, at most {@link batchSize}
   * @throws CamError if the model fails.
   */
  run(pictures: readonly ScannedPicture[]): Promise<ScannedRun[]>;
}
