import type { Size } from '../../base/geometry.ts';
import type { PicturePixels } from '../../classifier/probe/pictureFeeds.ts';
import type { PictureRun } from '../../classifier/runPicture.ts';
import type { ScalarMap } from '../../maps/featureMap.ts';
import type { PictureClasses } from './folderLabels.ts';

/** A picture, and its classes where the runner takes gradients for them. */
export interface ScannedPicture extends PicturePixels {
  classes?: PictureClasses;
}

/** What a model gives for one picture. */
export interface ScannedRun extends PictureRun {
  /** The wanted classes, and for each of them Σ over the cells of f_k · ∂S/∂f_k, for each channel. */
  gradientClasses?: readonly number[];
  gradientActivations?: readonly Float32Array[];
  /** Maps for some classes, on the network's own grid; absent where class weights make them. */
  maps?: ScannedMaps;
}

export interface ScannedMaps {
  classes: readonly number[];
  maps: readonly ScalarMap[];
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
