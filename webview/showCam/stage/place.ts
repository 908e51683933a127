import type { Geometry, Size } from '../../../src/cam/base/geometry.ts';
import { mapArea } from '../../../src/cam/maps/pixels/box.ts';
import type { Loaded, Place } from '../state/store.ts';
import type { Point } from '../state/viewport.ts';

/** The cell of a map that contains a place of the photo; undefined outside the map. */
export function cellAt(
  place: Point,
  { explanation }: Pick<Loaded, 'explanation'>,
): Point | undefined {
  const { featureMap, geometry } = explanation;
  const area = mapArea(geometry);
  const x = Math.floor(((place.x - area.x) / area.width) * featureMap.width);
  const y = Math.floor(((place.y - area.y) / area.height) * featureMap.height);
  const inside = x >= 0 && y >= 0 && x < featureMap.width && y < featureMap.height;
  return inside ? { x, y } : undefined;
}

/** The middle of a cell, in photo pixels. */
export function middleOf(cell: Point, grid: Size, geometry: Geometry): Point {
  const area = mapArea(geometry);
  return {
    x: area.x + ((cell.x + 0.5) / grid.width) * area.width,
    y: area.y + ((cell.y + 0.5) / grid.height) * area.height,
  };
}

/** The current cell. */
export function readCell(place: Place | undefined, loaded: Loaded): Point | undefined {
  return place && cellAt(place, loaded);
}
