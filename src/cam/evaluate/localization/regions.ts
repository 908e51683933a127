import { GRID } from './mapOnPhoto.ts';
import type { Neighbours, PixelsByValue } from './pixels.ts';
import {
  ADDED_DOUBLE_AREA,
  columnOf,
  neighboursOf,
  PIXELS,
  rowOf,
  SIDES,
  STRIDE,
} from './pixels.ts';

/** Corner pixels, both included. */
export interface Corners {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** Most regions that a grid can have: every second pixel, and what is around the grid. */
const MOST = (GRID * GRID) / 2 + 1;

/**
 * Connected regions of pixels that are added one after another. What was known of them before stays, so all levels of a
 * map together take each pixel once. It is a union-find over pixels, as for component trees (Najman & Couprie, IEEE TIP
 * 2006).
 */
export class Regions {
  /** The regions are the first so many of `numbers`; the oldest stays the first of them. */
  count = 0;
  readonly numbers = new Uint16Array(MOST);
  /** Loops that the regions form; only of 8-connected ones: the holes in them. */
  loops = 0;
  /** For each pixel, which of it (2) and its neighbours to the left (1) and right (4) were added. */
  readonly added = new Uint8Array(PIXELS);
  /** The first pixel of each region in scan order. */
  readonly first = new Uint16Array(MOST);
  /** Twice the area of the polygon through the centres of the border pixels, less that of the holes. */
  readonly doubleArea = new Int32Array(MOST);

  readonly #neighbours: Neighbours;
  #made = 0;
  readonly #left = new Uint8Array(MOST);
  readonly #right = new Uint8Array(MOST);
  readonly #bottom = new Uint8Array(MOST);
  /** Each region points to one that it is part of, the others to themselves. */
  readonly #root = new Uint16Array(MOST);
  /** Where a region stands in `numbers`. */
  readonly #place = new Uint16Array(MOST);
  /** The region that each pixel was added to. */
  readonly #regionOf = new Uint16Array(PIXELS);

  constructor(readonly connectivity: 4 | 8) {
    this.#neighbours = neighboursOf(connectivity);
  }

  /** Begins without a pixel. */
  clear(): void {
    [this.count, this.loops, this.#made] = [0, 0, 0];
    this.added.fill(0);
  }

  /** Begins with the pixels around the grid as the first region. */
  surround(): void {
    this.clear();
    this.#begin(0);
    this.added.set(AROUND);
  }

  /** Adds all pixels of a value. */
  add({ first, next }: PixelsByValue, value: number): void {
    const { added, doubleArea } = this;
    const { groups, nearest } = this.#neighbours;
    const regionOf = this.#regionOf;
    for (let pixel = first[value] as number; pixel !== 0; pixel = next[pixel] as number) {
      const around =
        (added[pixel - STRIDE] as number) |
        ((added[pixel] as number) << 3) |
        ((added[pixel + STRIDE] as number) << 6);
      (added[pixel - 1] as number) |= 4;
      (added[pixel] as number) |= 2;
      (added[pixel + 1] as number) |= 1;
      const parts = groups[around] as number;
      if (parts === 0) {
        this.#begin(pixel);
        continue;
      }
      let region = this.numbers[0] as number;
      if (this.count > 1) {
        region = this.#rootOf(regionOf[pixel + (nearest[around] as number)] as number);
        if (parts > 1) region = this.#join(region, pixel, around);
      }
      this.loops += (around & SIDES) === SIDES ? -1 : parts - 1;
      regionOf[pixel] = region;
      this.#extend(region, pixel);
      (doubleArea[region] as number) += ADDED_DOUBLE_AREA[around] as number;
    }
  }

  cornersOf(region: number): Corners {
    return {
      x0: (this.#left[region] as number) - 1,
      y0: rowOf(this.first[region] as number) - 1,
      x1: (this.#right[region] as number) - 1,
      y1: (this.#bottom[region] as number) - 1,
    };
  }

  #begin(pixel: number): void {
    const region = this.#made++;
    this.#root[region] = region;
    this.#place[region] = this.count;
    this.numbers[this.count++] = region;
    this.#regionOf[pixel] = region;
    this.first[region] = pixel;
    this.#left[region] = columnOf(pixel);
    this.#right[region] = columnOf(pixel);
    this.#bottom[region] = rowOf(pixel);
    this.doubleArea[region] = 0;
  }

  #extend(region: number, pixel: number): void {
    const x = columnOf(pixel);
    const y = rowOf(pixel);
    if (x < (this.#left[region] as number)) this.#left[region] = x;
    else if (x > (this.#right[region] as number)) this.#right[region] = x;
    if (y > (this.#bottom[region] as number)) this.#bottom[region] = y;
    if (pixel < (this.first[region] as number)) this.first[region] = pixel;
  }

  /** Makes all regions around a pixel parts of the oldest of them, which it returns. */
  #join(region: number, pixel: number, around: number): number {
    let joined = region;
    for (const { bit, offset } of this.#neighbours.connected) {
      if ((around & bit) === 0) continue;
      const other = this.#rootOf(this.#regionOf[pixel + offset] as number);
      if (other === joined) continue;
      this.#moveInto(Math.min(joined, other), Math.max(joined, other));
      joined = Math.min(joined, other);
      this.loops--;
    }
    return joined;
  }

  #moveInto(region: number, part: number): void {
    const { numbers, first, doubleArea } = this;
    const [left, right, bottom] = [this.#left, this.#right, this.#bottom];
    this.#root[part] = region;
    first[region] = Math.min(first[region] as number, first[part] as number);
    left[region] = Math.min(left[region] as number, left[part] as number);
    right[region] = Math.max(right[region] as number, right[part] as number);
    bottom[region] = Math.max(bottom[region] as number, bottom[part] as number);
    (doubleArea[region] as number) += doubleArea[part] as number;
    const last = numbers[--this.count] as number;
    const place = this.#place[part] as number;
    numbers[place] = last;
    this.#place[last] = place;
  }

  #rootOf(region: number): number {
    const root = this.#root;
    let found = region;
    while (root[found] !== found) {
      // Half of the way is enough the next time.
      root[found] = root[root[found] as number] as number;
      found = root[found] as number;
    }
    return found;
  }
}

/** `added` for the pixels around the grid. */
const AROUND = Uint8Array.from({ length: PIXELS }, (_, pixel) => {
  return isAround(pixel - 1) + 2 * isAround(pixel) + 4 * isAround(pixel + 1);
});

function isAround(pixel: number): number {
  const [x, y] = [columnOf(pixel), rowOf(pixel)];
  return Number(x < 1 || x > GRID || y < 1 || y > GRID);
}
