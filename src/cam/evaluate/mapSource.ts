import type { Geometry } from '../base/geometry.ts';
import type { ScalarMap } from '../maps/featureMap.ts';
import type { RowSource } from '../results/evaluation/localization.ts';
import type { Finding } from '../results/evaluation/scores.ts';

/** Where the maps of one line of a table come from. */
export interface MapSource {
  source: RowSource;
  /** As the line is called. */
  name: string;
  /** @returns undefined if the picture has no maps */
  read(image: number): Promise<PictureMaps | undefined>;
  /** What could not be read so far, if there is a reason to name. */
  findings?(): readonly Finding[];
}

/** The maps of one picture. */
export interface PictureMaps {
  /** Classes by falling score; empty where the source has no scores of its own. */
  top: readonly number[];
  mapOf(classIndex: number): ScalarMap | undefined;
  /** Where the maps lie in the photo. */
  geometry: Geometry;
  interpolation: 'bilinear' | 'cells';
}
