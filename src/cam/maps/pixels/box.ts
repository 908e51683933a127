import type { Geometry, Rect, Size } from '../../base/geometry.ts';
import type { ScalarMap } from '../featureMap.ts';
import { upsampleBilinear, upsampleCells } from './upsample.ts';

/** Fraction of a map's maximum above which the box is drawn (Zhou et al., CVPR 2016, section 3.2). */
export const DEFAULT_BOX_THRESHOLD = 0.2;

/**
 * Bounding box of the largest 8-connected component of {value ≥ threshold·max}, in cells of `map`; the first in row
 * order where two have as many cells.
 * @param threshold fraction of the maximum, above 0 and at most 1
 * @returns undefined if no value is positive: nothing supports the class.
 */
export function largestComponentBox(map: ScalarMap, threshold: number): Rect | undefined {
  const { width, height, values } = map;
  let max = 0;
  for (const value of values) if (value > max) max = value;
  if (max <= 0) return undefined;

  const limit = threshold * max;
  const todo = cellsFrom(values, limit);
  const queue = new Int32Array(values.length);
  let largest: Component | undefined;
  for (let start = 0; start < todo.length; start++) {
    if (todo[start] !== 1) continue;
    const component = takeComponent(todo, width, height, start, queue);
    if (largest === undefined || component.cells > largest.cells) largest = component;
  }
  return largest?.box;
}

/** 1 where a value is at least the limit. A loop: `Uint8Array.from` takes three times as long. */
function cellsFrom(values: Float32Array, limit: number): Uint8Array {
  const cells = new Uint8Array(values.length);
  for (let i = 0; i < cells.length; i++) if ((values[i] as number) >= limit) cells[i] = 1;
  return cells;
}

/**
 * Bounding box of the 8-connected component of {value ≥ threshold·peak} that holds the peak, in cells of
 * `map`.
 * @param threshold fraction of the peak's value, above 0 and at most 1
 * @param peak index of a positive value
 */
export function componentBoxAt(map: ScalarMap, threshold: number, peak: number): Rect {
  const { width, height, values } = map;
  const limit = threshold * (values[peak] as number);
  const todo = cellsFrom(values, limit);
  return takeComponent(todo, width, height, peak, new Int32Array(values.length)).box;
}

/**
 * The box of a class in photo pixels: the map is enlarged to the model's input size (`geometry.crop`), then
 * {@link largestComponentBox}, then {@link mapRectToPhoto}.
 * @param map at feature resolution
 * @param threshold fraction of the maximum, above 0 and at most 1
 * @param interpolation as the map is drawn: `cells` if `isPointLike`
 * @returns undefined if no value is positive, or the component is only in the padding.
 */
export function boxInPhoto(
  map: ScalarMap,
  geometry: Geometry,
  threshold: number = DEFAULT_BOX_THRESHOLD,
  interpolation: 'bilinear' | 'cells' = 'bilinear',
): Rect | undefined {
  const { width, height } = geometry.crop;
  const upsample = interpolation === 'cells' ? upsampleCells : upsampleBilinear;
  const box = largestComponentBox(upsample(map, width, height), threshold);
  if (box === undefined) return undefined;
  const rect = mapRectToPhoto(box, { width, height }, geometry);
  return rect.width > 0 && rect.height > 0 ? rect : undefined;
}

/**
 * The rectangle that the whole map covers, in photo pixels: the crop or what `mapped` says, brought back from the
 * resized photo. Extends beyond the photo if the crop is padded.
 */
export function mapArea(geometry: Geometry): Rect {
  return resizedToPhoto(geometry.mapped ?? geometry.crop, geometry);
}

/** A rectangle of the resized photo, in photo pixels. */
function resizedToPhoto({ x, y, width, height }: Rect, { photo, resized }: Geometry): Rect {
  const scaleX = photo.width / resized.width;
  const scaleY = photo.height / resized.height;
  return { x: x * scaleX, y: y * scaleY, width: width * scaleX, height: height * scaleY };
}

/**
 * A rectangle in cells of a map (of any resolution, covering {@link mapArea}) in photo pixels, clipped to the photo.
 * Fractions are kept; a rectangle wholly in the padding gets an empty side.
 */
export function mapRectToPhoto(rect: Rect, mapSize: Size, geometry: Geometry): Rect {
  return rectInArea(rect, mapSize, mapArea(geometry), geometry.photo);
}

/** A rectangle of the model's input, in pixels, in photo pixels, clipped to the photo as {@link mapRectToPhoto}. */
export function inputRectToPhoto(rect: Rect, geometry: Geometry): Rect {
  const { crop, photo } = geometry;
  return rectInArea(rect, crop, resizedToPhoto(crop, geometry), photo);
}

/** A rectangle in cells of a grid that covers `area`, clipped to the photo. */
function rectInArea(rect: Rect, grid: Size, area: Rect, photo: Size): Rect {
  const [x, width] = clip(rect.x, rect.width, grid.width, area.x, area.width, photo.width);
  const [y, height] = clip(rect.y, rect.height, grid.height, area.y, area.height, photo.height);
  return { x, y, width, height };
}

function clip(
  start: number,
  length: number,
  cells: number,
  areaStart: number,
  areaLength: number,
  photoLength: number,
): [start: number, length: number] {
  const toPhoto = (cell: number): number =>
    Math.min(Math.max(areaStart + (cell * areaLength) / cells, 0), photoLength);
  const from = toPhoto(start);
  return [from, toPhoto(start + length) - from];
}

interface Component {
  cells: number;
  box: Rect;
}

/** Clears the component around `start` from `todo` and measures it. `queue` is scratch memory. */
function takeComponent(
  todo: Uint8Array,
  width: number,
  height: number,
  start: number,
  queue: Int32Array,
): Component {
  let [left, top, right, bottom] = [width, height, -1, -1];
  let cells = 0;
  let end = 1;
  queue[0] = start;
  todo[start] = 0;
  while (cells < end) {
    const cell = queue[cells++] as number;
    const x = cell % width;
    const y = (cell - x) / width;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
    const fromX = x > 0 ? x - 1 : x;
    const toX = x < width - 1 ? x + 1 : x;
    const toY = y < height - 1 ? y + 1 : y;
    for (let ny = y > 0 ? y - 1 : y; ny <= toY; ny++) {
      for (let neighbour = ny * width + fromX; neighbour <= ny * width + toX; neighbour++) {
        if (todo[neighbour] !== 1) continue;
        todo[neighbour] = 0;
        queue[end++] = neighbour;
      }
    }
  }
  return { cells, box: { x: left, y: top, width: right - left + 1, height: bottom - top + 1 } };
}
