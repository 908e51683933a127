import type { Runs } from './levels.ts';
import { COLUMN_OF, ROW_OF, STRIDE } from './levels.ts';
import { GRID } from './mapOnPhoto.ts';

/** Most runs that a grid can have: every second pixel. */
export const MAX_RUNS = (GRID * GRID) / 2;

/**
 * The 8-connected components of one level. A component is an index below `count` whose `root` is itself; those with
 * another root were found to be parts of that.
 */
export interface Components {
  count: number;
  /** Regions of pixels below the level that are 4-connected, but not with the border. */
  holes: number;
  root: Uint16Array;
  left: Uint8Array;
  right: Uint8Array;
  top: Uint8Array;
  bottom: Uint8Array;
  /** Twice the area of the polygon through the centres of the border pixels, less that of its holes. */
  doubleArea: Int32Array;
  /** The component of each run. */
  ofRun: Uint16Array;
}

/** Memory for the components of one level after another. */
export function roomForComponents(): Components {
  return {
    count: 0,
    holes: 0,
    root: new Uint16Array(MAX_RUNS),
    left: new Uint8Array(MAX_RUNS),
    right: new Uint8Array(MAX_RUNS),
    top: new Uint8Array(MAX_RUNS),
    bottom: new Uint8Array(MAX_RUNS),
    doubleArea: new Int32Array(MAX_RUNS),
    ofRun: new Uint16Array(MAX_RUNS),
  };
}

/** Finds the components of runs in one pass: each run is compared with those that it touches in the row above. */
export function findComponents({ edges, from, to }: Runs, into: Components): void {
  const { root, left, right, top, bottom, doubleArea, ofRun } = into;
  let count = 0;
  let neighbours = 0;
  let above = from;
  for (let run = from; run < to; run += 2) {
    const start = (edges[run] as number) - STRIDE;
    const end = (edges[run + 1] as number) - STRIDE;
    while ((edges[above + 1] as number) < start) above += 2;
    let component = -1;
    let area = 0;
    for (let other = above; (edges[other] as number) <= end; other += 2) {
      neighbours++;
      let found = ofRun[(other - from) >> 1] as number;
      while (root[found] !== found) found = root[found] as number;
      if (component < 0) component = found;
      else if (component !== found) {
        // The older one stays the root: the other does not begin in a row above it.
        root[Math.max(component, found)] = Math.min(component, found);
        if (found < component) component = found;
      }
      area += doubleAreaBetween(edges[other] as number, edges[other + 1] as number, start, end);
    }
    const x0 = COLUMN_OF[edges[run] as number] as number;
    const x1 = x0 + end - start - 1;
    const y = ROW_OF[edges[run] as number] as number;
    if (component < 0) {
      component = count++;
      root[component] = component;
      left[component] = x0;
      right[component] = x1;
      top[component] = y;
      doubleArea[component] = 0;
    } else {
      if (x0 < (left[component] as number)) left[component] = x0;
      if (x1 > (right[component] as number)) right[component] = x1;
      (doubleArea[component] as number) += area;
    }
    bottom[component] = y;
    ofRun[(run - from) >> 1] = component;
  }
  into.count = count;
  // Euler's number of 8-connected pixels: runs − pairs of neighbouring runs = components − holes.
  into.holes = gather(into) - (to - from) / 2 + neighbours;
}

/**
 * As {@link findComponents}, without areas, if there is only one component: most levels of a smooth map have no other,
 * and it takes a third of the time.
 * @returns whether there is only one; otherwise what is found is of no use
 */
export function findOnlyComponent({ edges, from, to }: Runs, into: Components): boolean {
  const { root, ofRun } = into;
  let [count, joined, neighbours] = [0, 0, 0];
  let [left, right] = [GRID, 0];
  let above = from;
  for (let run = from; run < to; run += 2) {
    const start = (edges[run] as number) - STRIDE;
    const end = (edges[run + 1] as number) - STRIDE;
    while ((edges[above + 1] as number) < start) above += 2;
    let component = -1;
    for (let other = above; (edges[other] as number) <= end; other += 2) {
      neighbours++;
      let found = ofRun[(other - from) >> 1] as number;
      while (root[found] !== found) found = root[found] as number;
      if (component < 0) component = found;
      else if (component !== found) {
        joined++;
        root[Math.max(component, found)] = Math.min(component, found);
        component = Math.min(component, found);
      }
    }
    if (component < 0) {
      component = count++;
      root[component] = component;
    }
    ofRun[(run - from) >> 1] = component;
    const column = COLUMN_OF[edges[run] as number] as number;
    left = Math.min(left, column);
    right = Math.max(right, column + end - start - 1);
  }
  if (count - joined !== 1) return false;
  into.count = 1;
  into.holes = 1 - (to - from) / 2 + neighbours;
  into.left[0] = left;
  into.right[0] = right;
  into.top[0] = ROW_OF[edges[from] as number] as number;
  into.bottom[0] = ROW_OF[edges[to - 2] as number] as number;
  into.doubleArea[0] = 0;
  return true;
}

/**
 * What two runs above each other add to twice the area of the polygon through the border pixels' centres: each square
 * of four of their pixels 2, each corner of three 1.
 */
function doubleAreaBetween(startA: number, endA: number, startB: number, endB: number): number {
  const common = Math.min(endA, endB) - Math.max(startA, startB);
  if (common < 1) return 0;
  return 2 * (common - 1) + (startA === startB ? 0 : 1) + (endA === endB ? 0 : 1);
}

/** Adds what was joined to its root. Returns the number of components that are left. */
function gather({ count, root, left, right, bottom, doubleArea }: Components): number {
  let roots = 0;
  for (let component = count - 1; component >= 0; component--) {
    const into = root[component] as number;
    if (into === component) {
      roots++;
      continue;
    }
    left[into] = Math.min(left[into] as number, left[component] as number);
    right[into] = Math.max(right[into] as number, right[component] as number);
    bottom[into] = Math.max(bottom[into] as number, bottom[component] as number);
    (doubleArea[into] as number) += doubleArea[component] as number;
  }
  return roots;
}
