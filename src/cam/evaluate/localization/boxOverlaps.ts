import type { Rect, Size } from '../../base/geometry.ts';
import { Contours } from './contours.ts';
import { eightBits, LEVELS, runsByLevel } from './levels.ts';
import { GRID } from './mapOnPhoto.ts';

/**
 * Intersection over union with the best of the annotated boxes, for each level of the map's 8 bits; 0 from the level on
 * at which all boxes are too small to reach {@link LEAST_OVERLAP}.
 */
export interface LevelOverlaps {
  /** Of the box of the largest contour. */
  largest: Float64Array;
  /** Of the best of the boxes of all contours. */
  best: Float64Array;
}

/** The least overlap that any score asks for. */
const LEAST_OVERLAP = 0.3;

/**
 * Annotated boxes on the grid, as the evaluator of Choe et al. sees them: their corner pixels scaled and truncated.
 * @param boxes in photo pixels
 * @returns x0, y0, x1, y1 of each
 */
export function boxesOnGrid(boxes: readonly Rect[], photo: Size): Int32Array {
  return Int32Array.from(
    boxes.flatMap(({ x, y, width, height }) => [
      (x * GRID) / photo.width,
      (y * GRID) / photo.height,
      (Math.max(x, x + width - 1) * GRID) / photo.width,
      (Math.max(y, y + height - 1) * GRID) / photo.height,
    ]),
  );
}

/** Overlaps of a map with annotated boxes at all thresholds. Its memory serves one map after another. */
export class BoxOverlaps {
  readonly #contours = new Contours();

  /**
   * @param map GRID×GRID values, see `mapOnPhoto`
   * @param truth see {@link boxesOnGrid}
   */
  of(map: Float32Array, truth: Int32Array): LevelOverlaps {
    const contours = this.#contours;
    const runs = runsByLevel(eightBits(map));
    const largest = new Float64Array(LEVELS);
    const best = new Float64Array(LEVELS);
    if (runs.edges.length === 0) {
      // Without a contour the evaluator takes the pixel at the left upper corner.
      const corner = bestOverlap(0, 0, 0, 0, truth);
      return { largest: largest.fill(corner), best: best.fill(corner) };
    }
    const leastArea = LEAST_OVERLAP * smallestArea(truth);
    for (let level = 0; level < LEVELS; level++) {
      contours.find(runs, level);
      largest[level] = overlapOf(contours.largest, 0, truth);
      let [overlap, area] = [0, 0];
      for (let at = 0; at < 4 * contours.count; at += 4) {
        overlap = Math.max(overlap, overlapOf(contours.boxes, at, truth));
        area = Math.max(area, areaOf(contours.boxes, at, 1));
      }
      best[level] = overlap;
      // Every box of a higher level is inside one of this level.
      if (area < leastArea) break;
    }
    return { largest, best };
  }
}

function smallestArea(truth: Int32Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at < truth.length; at += 4) least = Math.min(least, areaOf(truth, at, 0));
  return least;
}

/** Of a box with both corners included, `margin` pixels longer to the right and below. */
function areaOf(boxes: Uint8Array | Int32Array, at: number, margin: number): number {
  const width = (boxes[at + 2] as number) - (boxes[at] as number) + 1 + margin;
  const height = (boxes[at + 3] as number) - (boxes[at + 1] as number) + 1 + margin;
  return width * height;
}

/** The evaluator's boxes end one pixel behind the contour, but in the picture. */
function overlapOf(boxes: Uint8Array, at: number, truth: Int32Array): number {
  return bestOverlap(
    boxes[at] as number,
    boxes[at + 1] as number,
    Math.min((boxes[at + 2] as number) + 1, GRID - 1),
    Math.min((boxes[at + 3] as number) + 1, GRID - 1),
    truth,
  );
}

/** Largest intersection over union of a box with several, all given by their corner pixels, both included. */
function bestOverlap(x0: number, y0: number, x1: number, y1: number, truth: Int32Array): number {
  let best = 0;
  for (let i = 0; i < truth.length; i += 4) {
    const u0 = truth[i] as number;
    const v0 = truth[i + 1] as number;
    const u1 = truth[i + 2] as number;
    const v1 = truth[i + 3] as number;
    const width = Math.max(0, Math.min(x1, u1) - Math.max(x0, u0) + 1);
    const height = Math.max(0, Math.min(y1, v1) - Math.max(y0, v0) + 1);
    const shared = width * height;
    const union = (x1 - x0 + 1) * (y1 - y0 + 1) + (u1 - u0 + 1) * (v1 - v0 + 1) - shared;
    const overlap = union > 0 ? shared / union : 0;
    if (overlap > best) best = overlap;
  }
  return best;
}
