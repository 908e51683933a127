import type { Rect, Size } from '../../base/geometry.ts';
import { Contours } from './contours.ts';
import { eightBits, LEVELS } from './levels.ts';
import { GRID } from './mapOnPhoto.ts';
import type { Corners } from './regions.ts';

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
    const { largest, best } = this.withoutHoles(map, truth);
    this.#contours.eachLevelOfHoles((level, boxes) => {
      best[level] = Math.max(best[level] as number, overlapOfBest(boxes, truth));
    });
    return { largest, best };
  }

  /** As {@link of}, but `best` looks at no contours of holes; the largest never is one. */
  withoutHoles(map: Float32Array, truth: Int32Array): LevelOverlaps {
    const largest = new Float64Array(LEVELS);
    const best = new Float64Array(LEVELS);
    let hasContour = false;
    this.#contours.eachLevel(eightBits(map), (level, boxes, place) => {
      hasContour = true;
      largest[level] = overlapOf(boxes[place] as Corners, truth);
      best[level] = boxes.length > 1 ? overlapOfBest(boxes, truth) : (largest[level] as number);
    });
    if (hasContour) return { largest, best };
    // Without a contour the evaluator takes the pixel at the left upper corner.
    const corner = bestOverlap({ x0: 0, y0: 0, x1: 0, y1: 0 }, truth);
    return { largest: largest.fill(corner), best: best.fill(corner) };
  }
}

function overlapOfBest(boxes: readonly Corners[], truth: Int32Array): number {
  let best = 0;
  for (const box of boxes) best = Math.max(best, overlapOf(box, truth));
  return best;
}

/** The evaluator's boxes end one pixel behind the contour, but in the picture. */
function overlapOf({ x0, y0, x1, y1 }: Corners, truth: Int32Array): number {
  const box = { x0, y0, x1: Math.min(x1 + 1, GRID - 1), y1: Math.min(y1 + 1, GRID - 1) };
  return bestOverlap(box, truth);
}

/** Largest intersection over union of a box with several, all given by their corner pixels, both included. */
function bestOverlap({ x0, y0, x1, y1 }: Corners, truth: Int32Array): number {
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
