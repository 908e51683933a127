import type { Rect, Size } from '../../base/geometry.ts';
import { Contours } from './contours.ts';
import { squaredDistances } from './distanceTransform.ts';
import { runsByLevel } from './levels.ts';
import { GRID } from './mapOnPhoto.ts';

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
  const max = map.reduce((most, value) => Math.max(most, value), 0);
  if (!(max > 0)) return [];
  const boxes = THRESHOLDS.flatMap((threshold) => {
    const region = new Uint8Array(map.length);
    for (let i = 0; i < region.length; i++) {
      if (Math.round(((map[i] as number) / max) * 255) > threshold) region[i] = 1;
    }
    return contourBoxes(withoutRim(region, photo), photo);
  });
  return merged(boxes.sort((a, b) => b.width * b.height - a.width * a.height));
}

function withoutRim(region: Uint8Array, photo: Size): Uint8Array {
  const step = { width: photo.width / GRID, height: photo.height / GRID };
  const squares = squaredDistances(region, { width: GRID, height: GRID }, step);
  const [low, high] = extremes(squares);
  // All or nothing is above the threshold: there is no rim.
  if (low === high) return region;
  const scale = 255 / Math.sqrt(high);
  return region.map((_, i) => (Math.sqrt(squares[i] as number) * scale >= RIM ? 1 : 0));
}

function extremes(values: Float64Array): [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

function contourBoxes(region: Uint8Array, photo: Size): Rect[] {
  contours.find(runsByLevel(region), 0);
  return Array.from({ length: contours.count }, (_, i) => {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = contours.boxes.subarray(4 * i);
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
