import type { Geometry, Rect } from '../../base/geometry.ts';
import type { ScalarMap } from '../../maps/featureMap.ts';
import { intersection, overlap } from '../../maps/pixels/overlap.ts';
import { sampleMap } from '../../maps/pixels/sampleMap.ts';
import type { ClassMapRecord, PictureRecord } from '../../results/evaluation/record.ts';
import { pearson } from '../statistics/pearson.ts';
import { decodeValues } from './mapValues.ts';

/** Areas whose edges differ by less, in photo pixels, are the same. */
const SAME_WITHIN = 1e-3;

/** How far the maps of one class in two models agree; NaN where there is nothing to compare. */
export interface MapAgreement {
  /** IoU of the boxes; 0 if only one map has one, NaN if neither has. */
  boxIou: number;
  /** NaN also if a map does not vary. */
  correlation: number;
}

/**
 * Compares the map of a class in one picture under two models: IoU of the boxes, and Pearson's correlation of the
 * values. Maps of the same grid and place are compared cell by cell; others where both lie, on a grid of the finer
 * one's cells, enlarged bilinearly.
 */
export function compareMaps(
  [before, mapBefore]: readonly [PictureRecord, ClassMapRecord],
  [after, mapAfter]: readonly [PictureRecord, ClassMapRecord],
): MapAgreement {
  const boxIou = boxOverlap(mapBefore.box, mapAfter.box);
  const [a, b] = [scalarMap(mapBefore), scalarMap(mapAfter)];
  const isSameGrid = a.width === b.width && a.height === b.height;
  if (isSameGrid && isSameArea(before.area, after.area)) {
    return { boxIou, correlation: pearson(a.values, b.values) };
  }
  const common = intersection(before.area, after.area);
  if (!common) return { boxIou, correlation: Number.NaN };
  const grid = {
    width: cellsAcross(common.width, before.area.width / a.width, after.area.width / b.width),
    height: cellsAcross(common.height, before.area.height / a.height, after.area.height / b.height),
  };
  const valuesOf = (map: ScalarMap, picture: PictureRecord): Float32Array =>
    sampleMap(map, placedAt(picture), common, grid);
  return { boxIou, correlation: pearson(valuesOf(a, before), valuesOf(b, after)) };
}

function boxOverlap(a: Rect | null, b: Rect | null): number {
  if (a && b) return overlap(a, b);
  return a || b ? 0 : Number.NaN;
}

function scalarMap({ width, height, values }: ClassMapRecord): ScalarMap {
  return { width, height, values: decodeValues(values) };
}

function isSameArea(a: Rect, b: Rect): boolean {
  const edges = ({ x, y, width, height }: Rect) => [x, y, x + width, y + height];
  const others = edges(b);
  return edges(a).every((edge, i) => Math.abs(edge - (others[i] as number)) < SAME_WITHIN);
}

function cellsAcross(length: number, cellBefore: number, cellAfter: number): number {
  return Math.max(1, Math.round(length / Math.min(cellBefore, cellAfter)));
}

/** The geometry of a map that covers the picture's area. */
function placedAt({ photo, area }: PictureRecord): Geometry {
  return { photo, resized: photo, crop: area, seen: area };
}
