import type { Geometry, Rect, Size } from '../../base/geometry.ts';
import type { ScalarMap } from '../../maps/featureMap.ts';
import { mapArea } from '../../maps/pixels/box.ts';

/** The side of the grid on which maps are scored (Choe et al., CVPR 2020). */
export const GRID = 224;

/** A map laid over the whole photo. */
export interface PhotoMap extends ScalarMap {
  /** The part of the grid that the map reaches, whole cells; outside of it stands the map's lowest value. */
  inside: Rect;
}

/**
 * A map on a grid over the whole photo: bicubic as OpenCV's `INTER_CUBIC` (a = −0.75, half-pixel centres, edges
 * replicated; it does not smooth when shrinking).
 * @param map covers the model's input
 * @param size of the grid
 * @param hasGeometry whether the map is put where `mapArea` says; otherwise it is stretched over the photo
 */
export function mapOnPhoto(
  map: ScalarMap,
  geometry: Geometry,
  size: Size,
  hasGeometry: boolean,
): PhotoMap {
  const { photo } = geometry;
  const area = hasGeometry ? mapArea(geometry) : { x: 0, y: 0, ...photo };
  const columns = cubicTaps(map.width, size.width, photo.width, area.x, area.width);
  const rows = cubicTaps(map.height, size.height, photo.height, area.y, area.height);
  const inside = {
    x: columns.from,
    y: rows.from,
    width: columns.to - columns.from,
    height: rows.to - rows.from,
  };
  const values = new Float32Array(size.width * size.height);
  addRows(values, size.width, across(map, columns, size.width), columns, rows);
  fillOutside(values, size, inside, lowest(map.values));
  return { ...size, values, inside };
}

/** The four cells that each point of a line is made of. */
interface CubicTaps {
  /** Four indices for each point. */
  cells: Int32Array;
  /** Four weights for each point. */
  weights: Float32Array;
  /** Points from … to (not included) that the map reaches. */
  from: number;
  to: number;
}

function cubicTaps(
  cells: number,
  points: number,
  photoLength: number,
  areaStart: number,
  areaLength: number,
): CubicTaps {
  const taps = new Int32Array(4 * points);
  const weights = new Float32Array(4 * points);
  let [from, to] = [points, 0];
  for (let point = 0; point < points; point++) {
    const part = (((point + 0.5) * photoLength) / points - areaStart) / areaLength;
    if (part < 0 || part > 1) continue;
    from = Math.min(from, point);
    to = point + 1;
    const position = part * cells - 0.5;
    const first = Math.floor(position);
    for (let tap = 0; tap < 4; tap++) {
      taps[4 * point + tap] = Math.min(Math.max(first - 1 + tap, 0), cells - 1);
    }
    setCubicWeights(weights, 4 * point, position - first);
  }
  return { cells: taps, weights, from: Math.min(from, to), to };
}

/** Keys' kernel with a = −0.75: weights of the cell before a point, of the two around it and of the next one. */
function setCubicWeights(weights: Float32Array, at: number, fraction: number): void {
  weights[at] = outerWeight(fraction + 1);
  weights[at + 1] = innerWeight(fraction);
  weights[at + 2] = innerWeight(1 - fraction);
  weights[at + 3] =
    1 - (weights[at] as number) - (weights[at + 1] as number) - (weights[at + 2] as number);
}

const A = -0.75;

/** Of a cell at a distance of 1…2. */
function outerWeight(distance: number): number {
  return ((A * distance - 5 * A) * distance + 8 * A) * distance - 4 * A;
}

/** Of a cell at a distance of 0…1. */
function innerWeight(distance: number): number {
  return ((A + 2) * distance - (A + 3)) * distance * distance + 1;
}

/** The map's rows with the width of the grid. */
function across(map: ScalarMap, taps: CubicTaps, width: number): Float32Array {
  const { cells, weights, from, to } = taps;
  const { values } = map;
  const result = new Float32Array(map.height * width);
  for (let y = 0; y < map.height; y++) {
    const start = y * map.width;
    for (let x = from, i = 4 * from; x < to; x++, i += 4) {
      result[y * width + x] =
        (values[start + (cells[i] as number)] as number) * (weights[i] as number) +
        (values[start + (cells[i + 1] as number)] as number) * (weights[i + 1] as number) +
        (values[start + (cells[i + 2] as number)] as number) * (weights[i + 2] as number) +
        (values[start + (cells[i + 3] as number)] as number) * (weights[i + 3] as number);
    }
  }
  return result;
}

/** Rows of the grid from rows of the map. */
function addRows(
  values: Float32Array,
  width: number,
  source: Float32Array,
  columns: CubicTaps,
  { cells, weights, from, to }: CubicTaps,
): void {
  for (let y = from, i = 4 * from; y < to; y++, i += 4) {
    const a = (cells[i] as number) * width;
    const b = (cells[i + 1] as number) * width;
    const c = (cells[i + 2] as number) * width;
    const d = (cells[i + 3] as number) * width;
    const u = weights[i] as number;
    const v = weights[i + 1] as number;
    const w = weights[i + 2] as number;
    const z = weights[i + 3] as number;
    for (let x = columns.from; x < columns.to; x++) {
      values[y * width + x] =
        (source[a + x] as number) * u +
        (source[b + x] as number) * v +
        (source[c + x] as number) * w +
        (source[d + x] as number) * z;
    }
  }
}

function fillOutside(values: Float32Array, { width, height }: Size, inside: Rect, value: number) {
  if (inside.width === width && inside.height === height) return;
  for (let y = 0; y < height; y++) {
    const isReached = y >= inside.y && y < inside.y + inside.height;
    const start = y * width;
    values.fill(value, start, start + (isReached ? inside.x : width));
    values.fill(value, start + inside.x + inside.width, start + width);
  }
}

function lowest(values: Float32Array): number {
  let low = Number.POSITIVE_INFINITY;
  for (const value of values) if (value < low) low = value;
  return low;
}
