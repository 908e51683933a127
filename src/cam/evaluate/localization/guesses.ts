import type { Geometry, Rect } from '../../base/geometry.ts';
import type { ScalarMap } from '../../maps/featureMap.ts';
import { boxInPhoto, DEFAULT_BOX_THRESHOLD } from '../../maps/pixels/box.ts';
import { overlap } from '../../maps/pixels/overlap.ts';
import type { BoxRule } from '../../results/evaluation/localization.ts';
import type { PictureMaps } from '../mapSource.ts';
import { authorsBoxes } from './authorsBoxes.ts';
import { GRID, mapOnPhoto } from './mapOnPhoto.ts';

/** IoU from which a box is right: exactly 0.5 is (Russakovsky et al. 2015). */
export const RIGHT_OVERLAP = 0.5;

/** How many boxes are guessed for the first, second … class, five in all. */
const GUESSES: Record<BoxRule, readonly number[]> = {
  paper: [1, 1, 1, 1, 1],
  authors: [2, 2, 1],
};

/** The boxes that a map suggests, the best first, in photo pixels; empty if nothing supports the class. */
export function suggestedBoxes(
  map: ScalarMap,
  { geometry, interpolation }: Pick<PictureMaps, 'geometry' | 'interpolation'>,
  rule: BoxRule,
  hasGeometry: boolean,
): Rect[] {
  if (rule === 'authors') {
    const size = { width: GRID, height: GRID };
    return authorsBoxes(mapOnPhoto(map, geometry, size, hasGeometry).values, geometry.photo);
  }
  const place = hasGeometry ? geometry : stretched(geometry);
  const box = boxInPhoto(map, place, DEFAULT_BOX_THRESHOLD, interpolation);
  return box ? [box] : [];
}

/** The same input, as if it were the whole photo. */
function stretched({ photo, crop: { width, height } }: Geometry): Geometry {
  const crop = { x: 0, y: 0, width, height };
  return { photo, resized: { width, height }, crop, seen: { x: 0, y: 0, ...photo } };
}

/** IoU with the best of the annotated boxes. Pixels count as areas, so corner pixels are inside. */
export function bestIou(box: Rect, truth: readonly Rect[]): number {
  return truth.reduce((best, one) => Math.max(best, overlap(box, one)), 0);
}

/**
 * Whether the first k guesses miss class or box, 1 or 0: a box counts only for the right class.
 * @param rank place of the right class among those of the map's source; −1 if it is not there
 * @param ious of the boxes that the right class's map suggests
 * @param k 1 for the first guess, 5 for all of them
 */
export function localizationError(
  rule: BoxRule,
  rank: number,
  ious: readonly number[],
  k: 1 | 5,
): number {
  const guessed = GUESSES[rule][rank] ?? 0;
  if (k === 1 && rank > 0) return 1;
  const counted = ious.slice(0, k === 1 ? 1 : guessed);
  return guessed > 0 && counted.some((iou) => iou >= RIGHT_OVERLAP) ? 0 : 1;
}
