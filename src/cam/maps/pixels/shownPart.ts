import type { Geometry, Rect, Size } from '../../base/geometry.ts';
import type { ScalarMap } from '../featureMap.ts';
import { mapRectToPhoto } from './box.ts';
import { patchRegion } from './patchRegion.ts';

/** The data on where a channel is high; `Patch` of the class units. */
interface AnsweringPatch {
  cell: { x: number; y: number };
  grid: Size;
  geometry: Geometry;
  map: ScalarMap | undefined;
}

/**
 * The part of a patch's photo to show: the square around its region, see {@link patchRegion}; if there is none (no map
 * is kept, the maximum is not positive), the square around the cell and its neighbours.
 * @param threshold fraction of the maximum, above 0 and at most 1
 * @returns in photo pixels, inside the photo
 */
export function shownPart({ map, cell, grid, geometry }: AnsweringPatch, threshold: number): Rect {
  const region = map && patchRegion(map, cell, geometry, threshold);
  return squareAround(region ?? neighbours(cell, grid, geometry), geometry.photo);
}

/** A cell and the eight around it, in photo pixels, clipped to the photo. */
export function neighbours(cell: { x: number; y: number }, grid: Size, geometry: Geometry): Rect {
  return mapRectToPhoto({ x: cell.x - 1, y: cell.y - 1, width: 3, height: 3 }, grid, geometry);
}

/** The square around a rectangle, moved into the photo, and cut if it is larger than the photo. */
export function squareAround(rect: Rect, photo: Size): Rect {
  const side = Math.max(rect.width, rect.height);
  const placed = (centre: number, length: number): [start: number, length: number] => {
    const size = Math.min(side, length);
    return [Math.min(Math.max(centre - size / 2, 0), length - size), size];
  };
  const [x, width] = placed(rect.x + rect.width / 2, photo.width);
  const [y, height] = placed(rect.y + rect.height / 2, photo.height);
  return { x, y, width, height };
}
