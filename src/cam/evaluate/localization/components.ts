import { GRID } from './mapOnPhoto.ts';
import { STRIDE } from './levels.ts';

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
 * The 8-connected components of one level. Memory is kept for the next one. A component is an index below `count`,
 * whose `root` is itself; components with another root were found to be parts of that.
 */
export class Components {
  count = 0;
  /** Holes: pixels below the level that are 4-connected, but not with the border. */
  holes = 0;
  readonly root = new Uint16Array(MAX_RUNS);
  readonly left = new Uint8Array(MAX_RUNS);
  readonly right = new Uint8Array(MAX_RUNS);
  readonly top = new Uint8Array(MAX_RUNS);
  readonly bottom = new Uint8Array(MAX_RUNS);
  /** Twice the area of the polygon through the centres of the border pixels, less that of its holes. */
  readonly doubleArea = new Int32Array(MAX_RUNS);
  /** The component of each run, counted from the first. */
  readonly ofRun = new Uint16Array(MAX_RUNS);

  /** Finds the components of runs. */
  find({ starts, ends, first, end }: Runs): void {
    const { ofRun } = this;
    this.count = 0;
    let neighbours = 0;
    let above = first;
    for (let run = first; run < end; run++) {
      const start = starts[run] as number;
      const stop = ends[run] as number;
      while ((ends[above] as number) + STRIDE < start - 1) above++;
      let component = -1;
      let area = 0;
      for (let other = above; (starts[other] as number) + STRIDE <= stop + 1; other++) {
        neighbours++;
        const found = this.rootOf(ofRun[other - first] as number);
        component = component < 0 ? found : this.#join(component, found);
        area += doubleAreaBetween(
          (starts[other] as number) + STRIDE,
          (ends[other] as number) + STRIDE,
          start,
          stop,
        );
      }
      component = component < 0 ? this.#begin(start) : component;
      this.#add(component, start, stop, area);
      ofRun[run - first] = component;
    }
    const joined = this.#gather();
    // Euler's number of 8-connected pixels: runs − pairs of neighbouring runs = components − holes.
    this.holes = joined - (end - first) + neighbours;
  }

  rootOf(component: number): number {
    const { root } = this;
    let found = component;
    while (root[found] !== found) found = root[found] as number;
    return found;
  }

  #begin(start: number): number {
    const component = this.count++;
    this.root[component] = component;
    this.left[component] = GRID;
    this.right[component] = 0;
    this.top[component] = Math.floor(start / STRIDE);
    this.doubleArea[component] = 0;
    return component;
  }

  #add(component: number, start: number, stop: number, area: number): void {
    const row = Math.floor(start / STRIDE);
    const left = start - row * STRIDE;
    const right = stop - row * STRIDE;
    if (left < (this.left[component] as number)) this.left[component] = left;
    if (right > (this.right[component] as number)) this.right[component] = right;
    this.bottom[component] = row;
    (this.doubleArea[component] as number) += area;
  }

  /** The older one stays the root: it begins in a row that is not below the other. */
  #join(a: number, b: number): number {
    if (a < b) this.root[b] = a;
    else if (b < a) this.root[a] = b;
    return Math.min(a, b);
  }

  /** Adds what was joined to its root. Returns the number of components that are left. */
  #gather(): number {
    const { root, left, right, bottom, doubleArea } = this;
    let joined = 0;
    for (let component = this.count - 1; component >= 0; component--) {
      const into = root[component] as number;
      if (into === component) {
        joined++;
        continue;
      }
      left[into] = Math.min(left[into] as number, left[component] as number);
      right[into] = Math.max(right[into] as number, right[component] as number);
      bottom[into] = Math.max(bottom[into] as number, bottom[component] as number);
      (doubleArea[into] as number) += doubleArea[component] as number;
    }
    return joined;
  }
}

/**
 * What two runs in neighbouring rows add to twice the area of the polygon through the border pixels' centres: each
 * square of four of their pixels 2, each corner of three 1.
 */
function doubleAreaBetween(startA: number, endA: number, startB: number, endB: number): number {
  const common = Math.min(endA, endB) - Math.max(startA, startB) + 1;
  if (common < 1) return 0;
  return 2 * (common - 1) + (startA === startB ? 0 : 1) + (endA === endB ? 0 : 1);
}
