import type { Rect, Size } from '../../base/geometry.ts';
import { Contours } from './contours.ts';
import { eightBits, LEVELS, runsByLevel } from './levels.ts';
import { GRID } from './mapOnPhoto.ts';

/** Intersection over union with the best of the annotated boxes, for each level of the map's 8 bits. */
export interface LevelOverlaps {
  /** Of the box of the largest contour. */
  largest: Float64Array;
  /** Of the best of the boxes of all contours. */
  best: Float64Array;
}

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
    // Without a contour the evaluator takes the pixel at the left upper corner.
    const none = bestOverlap(0, 0, 0, 0, truth);
    const largest = new Float64Array(LEVELS).fill(none);
    const best = new Float64Array(LEVELS).fill(none);
    for (let level = 0; level < LEVELS; level++) {
      contours.find(runs, level);
      if (contours.count === 0) continue;
      largest[level] = overlapOf(contours.largest, 0, truth);
      best[level] = 0;
      for (let i = 0; i < contours.count; i++) {
        const overlap = overlapOf(contours.boxes, 4 * i, truth);
        if (overlap > (best[level] as number)) best[level] = overlap;
      }
    }
    return { largest, best };
  }
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
