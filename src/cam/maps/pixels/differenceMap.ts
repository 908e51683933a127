import type { Geometry, Rect, Size } from '../../base/geometry.ts';
import type { ScalarMap } from '../featureMap.ts';
import { mapArea } from './box.ts';
import { intersection } from './overlap.ts';

/** A map and the rectangle of the photo that it covers, in photo pixels. */
export interface PlacedMap {
  map: ScalarMap;
  area: Rect;
  /** How values between the centres of its cells are read. */
  interpolation: 'bilinear' | 'cells';
}

/** The part of the photo that two models both saw, in photo pixels; undefined if there is none. */
export function commonArea(a: Geometry, b: Geometry): Rect | undefined {
  const seenByBoth = intersection(mapArea(a), mapArea(b));
  return seenByBoth && intersection(seenByBoth, { x: 0, y: 0, ...a.photo });
}

/**
 * M_A − M_B in logit units on a part of the photo, whatever crops and grids the two maps have: both are
 * read at the centres of `size.width`·`size.height` equal parts of `area`. Values are compared as they
 * are: a map's mean over its own area is its logit without the bias, so maps of different grids have the
 * same unit.
 * @param area in photo pixels, inside the areas of both maps
 */
export function differenceMap(a: PlacedMap, b: PlacedMap, area: Rect, size: Size): ScalarMap {
  const difference = sampleMap(a, area, size);
  const subtracted = sampleMap(b, area, size).values;
  const { values } = difference;
  for (let i = 0; i < values.length; i++)
    values[i] = (values[i] as number) - (subtracted[i] as number);
  return difference;
}

/**
 * The grid on which two maps can be held against each other cell by cell: the finer of the two in each direction. If
 * both maps have the same cells, it has them too.
 * @param area the part of the photo that the grid covers
 */
export function commonGrid(a: PlacedMap, b: PlacedMap, area: Rect): Size {
  const cells = (length: number, cell: number): number => Math.max(Math.round(length / cell), 1);
  return {
    width: cells(area.width, Math.min(a.area.width / a.map.width, b.area.width / b.map.width)),
    height: cells(
      area.height,
      Math.min(a.area.height / a.map.height, b.area.height / b.map.height),
    ),
  };
}

/**
 * A map read at the centres of `size.width`·`size.height` equal parts of a rectangle of the photo.
 * Beyond the centres of its outer cells a map keeps their values.
 */
export function sampleMap(
  { map, area, interpolation }: PlacedMap,
  part: Rect,
  size: Size,
): ScalarMap {
  const tapsOf = interpolation === 'cells' ? cellTaps : linearTaps;
  const columns = tapsOf(map.width, size.width, area.x, area.width, part.x, part.width);
  const rows = tapsOf(map.height, size.height, area.y, area.height, part.y, part.height);
  const values = new Float32Array(size.width * size.height);
  const row = new Float64Array(map.width);
  for (let y = 0; y < size.height; y++) {
    const above = (rows.first[y] as number) * map.width;
    const below = (rows.second[y] as number) * map.width;
    const down = rows.fraction[y] as number;
    for (let x = 0; x < map.width; x++) {
      row[x] = mix(map.values[above + x] as number, map.values[below + x] as number, down);
    }
    const start = y * size.width;
    for (let x = 0; x < size.width; x++) {
      const left = row[columns.first[x] as number] as number;
      values[start + x] = mix(
        left,
        row[columns.second[x] as number] as number,
        columns.fraction[x] as number,
      );
    }
  }
  return { ...size, values };
}

function mix(a: number, b: number, share: number): number {
  return share === 0 ? a : a * (1 - share) + b * share;
}

/** For each target, the two neighbouring cells and the share of the second. */
interface Taps {
  first: Uint32Array;
  second: Uint32Array;
  fraction: Float64Array;
}

type TapsOf = (
  cells: number,
  targets: number,
  areaStart: number,
  areaLength: number,
  partStart: number,
  partLength: number,
) => Taps;

const linearTaps: TapsOf = (cells, targets, ...where) => {
  const taps = noTaps(targets);
  for (let i = 0; i < targets; i++) {
    const centre = toCells(i, cells, targets, where) - 0.5;
    const position = Math.min(Math.max(centre, 0), cells - 1);
    const index = Math.floor(position);
    taps.first[i] = index;
    taps.second[i] = Math.min(index + 1, cells - 1);
    taps.fraction[i] = position - index;
  }
  return taps;
};

const cellTaps: TapsOf = (cells, targets, ...where) => {
  const taps = noTaps(targets);
  for (let i = 0; i < targets; i++) {
    const cell = Math.floor(toCells(i, cells, targets, where));
    taps.first[i] = Math.min(Math.max(cell, 0), cells - 1);
    taps.second[i] = taps.first[i] as number;
  }
  return taps;
};

/** Where the centre of target `i` lies, in cells of the map from its edge. */
function toCells(
  i: number,
  cells: number,
  targets: number,
  [areaStart, areaLength, partStart, partLength]: [number, number, number, number],
): number {
  return ((partStart + ((i + 0.5) * partLength) / targets - areaStart) / areaLength) * cells;
}

function noTaps(count: number): Taps {
  return {
    first: new Uint32Array(count),
    second: new Uint32Array(count),
    fraction: new Float64Array(count),
  };
}
