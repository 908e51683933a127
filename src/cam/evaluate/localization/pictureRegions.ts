import type { Rect, Size } from '../../base/geometry.ts';
import type { PictureObjects } from '../evaluation.ts';
import { boxesOnGrid } from './boxOverlaps.ts';
import { GRID } from './mapOnPhoto.ts';

/** How far from the object a point still hits, in photo pixels (Zhang et al., IJCV 2018). */
const REACH = 15;

/** What a picture's annotation says about each cell of the grid; the same for all rows of a table. */
export interface PictureRegions {
  /** Boxes on the grid, see {@link boxesOnGrid}. */
  boxes: Int32Array;
  /** 1 for cells with their centre in a box. */
  inBox: Uint8Array;
  /** Share of the cells that are in a box. */
  boxArea: number;
  /** Undefined if the picture has no mask, or an empty one. */
  mask: { object: Uint8Array; ignored: Uint8Array } | undefined;
  /** 1 for cells with their centre in the object or at most {@link REACH} from it; undefined if the mask is empty. */
  hits: Uint8Array | undefined;
}

/** Whether masks are annotated, but none of the cells is an object. */
export function isMaskEmpty(objects: PictureObjects, regions: PictureRegions): boolean {
  return objects.hasMask && regions.mask === undefined;
}

export function regionsOf(objects: PictureObjects, photo: Size): PictureRegions {
  const inBox = cellsNear(objects.boxes, photo, 0);
  const all = objects.hasMask ? objects.mask(GRID) : undefined;
  const mask = all && countOf(all.object) > 0 ? all : undefined;
  const boxArea = countOf(inBox) / inBox.length;
  const boxes = boxesOnGrid(objects.boxes, photo);
  if (objects.hasMask) {
    return { boxes, inBox, boxArea, mask, hits: mask && grown(mask.object, photo) };
  }
  return { boxes, inBox, boxArea, mask, hits: cellsNear(objects.boxes, photo, REACH) };
}

/** Cells with their centre in one of the boxes, or at most so far from it. */
function cellsNear(boxes: readonly Rect[], photo: Size, reach: number): Uint8Array {
  const cells = new Uint8Array(GRID * GRID);
  const [stepX, stepY] = [photo.width / GRID, photo.height / GRID];
  for (const box of boxes) {
    const across = new Float64Array(GRID);
    for (let x = 0; x < GRID; x++) across[x] = outside((x + 0.5) * stepX, box.x, box.width) ** 2;
    for (let y = 0; y < GRID; y++) {
      const most = reach ** 2 - outside((y + 0.5) * stepY, box.y, box.height) ** 2;
      if (most < 0) continue;
      const row = y * GRID;
      for (let x = 0; x < GRID; x++) if ((across[x] as number) <= most) cells[row + x] = 1;
    }
  }
  return cells;
}

function countOf(cells: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < cells.length; i++) count += cells[i] as number;
  return count;
}

/** How far a point is from a stretch. */
function outside(point: number, start: number, length: number): number {
  return Math.max(start - point, 0, point - start - length);
}

/** Cells that are at most {@link REACH} from a cell of the object, from centre to centre. */
function grown(object: Uint8Array, photo: Size): Uint8Array {
  const [stepX, stepY] = [photo.width / GRID, photo.height / GRID];
  const down = distanceInColumn(object);
  const reachX = Math.floor(REACH / stepX);
  const result = new Uint8Array(object.length);
  for (let y = 0; y < GRID; y++) {
    for (let x = 0; x < GRID; x++) {
      const to = Math.min(x + reachX, GRID - 1);
      for (let other = Math.max(x - reachX, 0); other <= to; other++) {
        const across = (other - x) * stepX;
        const along = (down[y * GRID + other] as number) * stepY;
        if (across * across + along * along > REACH * REACH) continue;
        result[y * GRID + x] = 1;
        break;
      }
    }
  }
  return result;
}

/** How many cells away the next cell of the object is in the same column. */
function distanceInColumn(object: Uint8Array): Float32Array {
  const distances = new Float32Array(object.length).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < object.length; i++) {
    if (object[i] === 1) distances[i] = 0;
    else if (i >= GRID) distances[i] = (distances[i - GRID] as number) + 1;
  }
  for (let i = object.length - 1 - GRID; i >= 0; i--) {
    distances[i] = Math.min(distances[i] as number, (distances[i + GRID] as number) + 1);
  }
  return distances;
}
