import type { Rect, Size } from '../../base/geometry.ts';
import { Contours } from './contours.ts';
import { squaredDistances } from './distanceTransform.ts';
import { GRID } from './mapOnPhoto.ts';
import type { Corners } from './regions.ts';

/** Of 255, strictly above. */
const THRESHOLDS = [20, 100, 110];

/** Pixels that are nearer to the rim of their region than this, in 255ths of the largest distance, are taken away. */
const RIM = 10.5;

/** Boxes end this many photo pixels before the right and lower edge of the photo. */
const MARGIN = 5;

/** Memory for the contours of one map after another. */
const contours = new Contours();

/**
 * The boxes of the authors' program for ILSVRC (Zhou et al., CVPR 2016; `bboxgenerator`): the map in 8 bits of its
 * maximum is cut at three thresholds; each region loses its rim; the boxes of all contours are sorted by area, and those
 * that overlap by more than half of the larger one go. The first is the loose box, the second the tight one.
 *
 * Here the picture has GRID×GRID cells; distances and areas are in photo pixels. It is not stored as JPEG in between.
 * @param map GRID×GRID values, see `mapOnPhoto`
 * @returns in photo pixels; empty if no value is positive
 */
export function authorsBoxes(map: Float32Array, photo: Size): Rect[] {
  const bytes = eightBitsOfMaximum(map);
  if (!bytes) return [];
  const boxes = THRESHOLDS.flatMap((threshold) => {
    return contourBoxes(withoutRim(above(bytes, threshold), photo), photo);
  });
  return merged(boxes.sort((a, b) => b.width * b.height - a.width * a.height));
}

/** In 255ths of the maximum, rounded; undefined if nothing is positive. */
function eightBitsOfMaximum(map: Float32Array): Uint8Array | undefined {
  let max = 0;
  for (let i = 0; i < map.length; i++) max = Math.max(max, map[i] as number);
  if (!(max > 0)) return undefined;
  const bytes = new Uint8Array(map.length);
  for (let i = 0; i < map.length; i++) {
    const value = map[i] as number;
    if (value > 0) bytes[i] = Math.floor((value / max) * 255 + 0.5);
  }
  return bytes;
}

/** 1 for values above a threshold. */
function above(bytes: Uint8Array, threshold: number): Uint8Array {
  const region = new Uint8Array(bytes.length);
  for (let i = 0; i < region.length; i++) if ((bytes[i] as number) > threshold) region[i] = 1;
  return region;
}

function withoutRim(region: Uint8Array, photo: Size): Uint8Array {
  const step = { width: photo.width / GRID, height: photo.height / GRID };
  const squares = squaredDistances(region, { width: GRID, height: GRID }, step);
  let [low, high] = [Number.POSITIVE_INFINITY, 0];
  for (let i = 0; i < squares.length; i++) {
    low = Math.min(low, squares[i] as number);
    high = Math.max(high, squares[i] as number);
  }
  // All or nothing is above the threshold: there is no rim.
  if (low === high) return region;
  const least = ((RIM / 255) * Math.sqrt(high)) ** 2;
  const rest = new Uint8Array(region.length);
  for (let i = 0; i < rest.length; i++) if ((squares[i] as number) >= least) rest[i] = 1;
  return rest;
}

function contourBoxes(region: Uint8Array, photo: Size): Rect[] {
  const boxes: Corners[] = [];
  contours.eachLevel(region, (_, found) => boxes.push(...found));
  contours.eachLevelOfHoles((_, found) => boxes.push(...found));
  return boxes.map(({ x0, y0, x1, y1 }) => {
    const [x, width] = limited(x0, x1, photo.width);
    const [y, height] = limited(y0, y1, photo.height);
    return { x, y, width, height };
  });
}

/** Cells from…to as start and length in the photo, before the margin. */
function limited(from: number, to: number, length: number): [start: number, length: number] {
  const step = length / GRID;
  const start = Math.min(from * step, Math.max(length - MARGIN, 0));
  const most = Math.max(length - from * step - MARGIN, 0);
  return [start, Math.min((to - from + 1) * step, most)];
}

/** The program passes over the box that follows one that goes: that is kept, although it may overlap. */
function merged(boxes: Rect[]): Rect[] {
  for (let i = 0; i < boxes.length; i++) {
    for (let j = i + 1; j < boxes.length; j++) {
      if (overlapsByHalf(boxes[i] as Rect, boxes[j] as Rect)) boxes.splice(j, 1);
    }
  }
  return boxes;
}

/** Whether the common area is more than half of the larger box. */
function overlapsByHalf(a: Rect, b: Rect): boolean {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const half = Math.floor(Math.max(a.width * a.height, b.width * b.height) / 2);
  return Math.max(width, 0) * Math.max(height, 0) > half;
}
