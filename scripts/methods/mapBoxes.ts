import type { Geometry, Rect } from '../../src/cam/base/geometry.ts';
import type { ScalarMap } from '../../src/cam/maps/featureMap.ts';
import {
  DEFAULT_BOX_THRESHOLD,
  largestComponentBox,
  mapRectToPhoto,
} from '../../src/cam/maps/pixels/box.ts';
import { meanOfNeighbours } from '../../src/cam/maps/pixels/fineMap.ts';
import { overlap } from '../../src/cam/maps/pixels/overlap.ts';

/** A box is right from this intersection over union on (Russakovsky et al. 2015). */
const RIGHT_FROM = 0.5;

/** Whether a box is right for one of the objects. */
export function isRight(box: Rect | undefined, truths: readonly Rect[]): boolean {
  return box !== undefined && truths.some((truth) => overlap(box, truth) >= RIGHT_FROM);
}

/**
 * The box of a map of single pixels, in photo pixels: of the largest component of what reaches 20 % of the maximum of the
 * magnitudes, smoothed by {@link meanOfNeighbours}.
 */
export function pixelBoxInPhoto(map: ScalarMap, geometry: Geometry): Rect | undefined {
  const magnitudes = { ...map, values: map.values.map(Math.abs) };
  const box = largestComponentBox(meanOfNeighbours(magnitudes), DEFAULT_BOX_THRESHOLD);
  return box && mapRectToPhoto(box, map, geometry);
}
