import { COLUMN_OF, ROW_OF, STRIDE } from './levels.ts';
import { GRID } from './mapOnPhoto.ts';

/** Most runs that a grid can have: every second pixel. */
export const MAX_RUNS = (GRID * GRID) / 2;

/** Runs of pixels of one level, in scan order. */
export interface Runs {
  starts: Uint16Array;
  ends: Uint16Array;
  /** The first of them, and one past the last. */
  first: number;
  end: number;
}

/**
 * The 8-connected components of one level. A component is an index below `count` whose `root` is itself; those with
 * another root were found to be parts of that.
 */
export interface Components {
  count: number;
  /** Those that are their own root. */
  roots: number;
  /** Regions of pixels below the level that are 4-connected, but not with the border. */
  holes: number;
  root: Uint16Array;
  left: Uint8Array;
  right: Uint8Array;
  top: Uint8Array;
  bottom: Uint8Array;
  /** Twice the area of the polygon through the centres of the border pixels, less that of its holes. */
  doubleArea: Int32Array;
  /** The component of each run, counted from the first. */
  ofRun: Uint16Array;
}

/** Memory for the components of one level after another. */
export function roomForComponents(): Components {
  return {
    count: 0,
    roots: 0,
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

/**
 * Connects runs: each is compared with those that it touches in the row above. Sets `count`, `roots`, `holes`, `root`
 * and `ofRun`.
 */
export function connectRuns({ starts, ends, first, end }: Runs, into: Components): void {
  const { root, ofRun } = into;
  let count = 0;
  let joined = 0;
  let neighbours = 0;
  let above = first;
  for (let run = first; run < end; run++) {
    // Pixels of the row above, one further on each side.
    const from = (starts[run] as number) - STRIDE - 1;
    const to = (ends[run] as number) - STRIDE + 1;
    while ((ends[above] as number) < from) above++;
    let component = -1;
    for (let other = above; (starts[other] as number) <= to; other++) {
      neighbours++;
      let found = ofRun[other - first] as number;
      while (root[found] !== found) found = root[found] as number;
      if (component < 0) component = found;
      else if (component !== found) {
        // The older one stays the root: the other does not begin in a row above it.
        joined++;
        root[Math.max(component, found)] = Math.min(component, found);
        component = Math.min(component, found);
      }
    }
    if (component < 0) {
      component = count++;
      root[component] = component;
    }
    ofRun[run - first] = component;
  }
  into.count = count;
  into.roots = count - joined;
  // Euler's number of 8-connected pixels: runs − pairs of neighbouring runs = components − holes.
  into.holes = into.roots - (end - first) + neighbours;
}

/** Boxes and areas of components that {@link connectRuns} found in the same runs. */
export function measureComponents(runs: Runs, components: Components): void {
  const { starts, ends, first, end } = runs;
  const { count, root, left, right, top, bottom, doubleArea, ofRun } = components;
  left.fill(GRID, 0, count);
  right.fill(0, 0, count);
  top.fill(GRID, 0, count);
  doubleArea.fill(0, 0, count);
  let above = first;
  for (let run = first; run < end; run++) {
    const start = starts[run] as number;
    const stop = ends[run] as number;
    let component = ofRun[run - first] as number;
    while (root[component] !== component) component = root[component] as number;
    const x0 = COLUMN_OF[start] as number;
    const x1 = COLUMN_OF[stop] as number;
    const y = ROW_OF[start] as number;
    if (x0 < (left[component] as number)) left[component] = x0;
    if (x1 > (right[component] as number)) right[component] = x1;
    if (y < (top[component] as number)) top[component] = y;
    bottom[component] = y;
    while ((ends[above] as number) + STRIDE < start) above++;
    for (let other = above; (starts[other] as number) + STRIDE <= stop; other++) {
      (doubleArea[component] as number) += doubleAreaBetween(
        (starts[other] as number) + STRIDE,
        (ends[other] as number) + STRIDE,
        start,
        stop,
      );
    }
  }
}

/**
 * What two runs above each other add to twice the area of the polygon through the border pixels' centres: each square
 * of four of their pixels 2, each corner of three 1.
 */
function doubleAreaBetween(startA: number, endA: number, startB: number, endB: number): number {
  const common = (endA < endB ? endA : endB) - (startA > startB ? startA : startB);
  return 2 * common + (startA === startB ? 0 : 1) + (endA === endB ? 0 : 1);
}
