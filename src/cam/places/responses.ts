import type { Rect, Size } from '../base/geometry.ts';
import type { PictureRun } from '../classifier/runPicture.ts';
import type { FeatureMap } from '../maps/featureMap.ts';

/** A point of the picture or of the map, as a fraction of its width and height. */
export interface Point {
  x: number;
  y: number;
}

/** What changes in a map when a patch of the picture is changed. */
export interface Response {
  /** Centre of the patch in the picture. */
  patch: Point;
  /** Centre of the cells that changed by at least half of the largest change; undefined where nothing changed. */
  centre: Point | undefined;
  /** Root of the mean squared distance of those cells from their centre, as a fraction of the map's sides. */
  spread: number;
}

/** Smaller changes are rounding; relative to the largest value of the map. */
const NOTHING = 1e-5;

/** Cells that change by this fraction of the largest change belong to the patch. */
const INSIDE = 0.5;

/** The centre of a rectangle of the picture. */
export function centreOf({ x, y, width, height }: Rect, picture: Size): Point {
  return { x: (x + width / 2) / picture.width, y: (y + height / 2) / picture.height };
}

/**
 * Compares the map of a changed picture with that of the plain one: the change of a cell is Σ_k |Δf_k|, less the median
 * of all cells.
 * @param patch centre of what was changed
 */
export function responseOf(plain: PictureRun, changed: PictureRun, patch: Point): Response {
  const changes = aboveMedian(changesOf(plain.feature, changed.feature));
  const { width, height } = plain.feature;
  let largest = 0;
  for (const change of changes) largest = Math.max(largest, change);
  if (!(largest > NOTHING * largestOf(plain.feature)))
    return { patch, centre: undefined, spread: 0 };
  let [sum, x, y, squares] = [0, 0, 0, 0];
  for (const [i, change] of changes.entries()) {
    if (change < INSIDE * largest) continue;
    const at = { x: ((i % width) + 0.5) / width, y: (Math.floor(i / width) + 0.5) / height };
    sum += change;
    x += change * at.x;
    y += change * at.y;
    squares += change * (at.x * at.x + at.y * at.y);
  }
  const centre = { x: x / sum, y: y / sum };
  const variance = squares / sum - centre.x ** 2 - centre.y ** 2;
  return { patch, centre, spread: Math.sqrt(Math.max(0, variance)) };
}

/** Without what changes in all cells alike: gates and norms that look at the whole map. */
function aboveMedian(changes: Float64Array): Float64Array {
  const median = changes.toSorted()[Math.floor(changes.length / 2)] as number;
  return changes.map((change) => Math.max(0, change - median));
}

function changesOf(a: FeatureMap, b: FeatureMap): Float64Array {
  const positions = a.width * a.height;
  const changes = new Float64Array(positions);
  for (let i = 0; i < a.values.length; i++) {
    const position = i % positions;
    const change = Math.abs((a.values[i] as number) - (b.values[i] as number));
    changes[position] = (changes[position] as number) + change;
  }
  return changes;
}

/** The largest Σ_k |f_k| of a cell. */
function largestOf(map: FeatureMap): number {
  const nothing = { ...map, values: new Float32Array(map.values.length) };
  return changesOf(map, nothing).reduce((a, b) => Math.max(a, b), 0);
}
