import { LEVELS } from './levels.ts';
import { columnOf, listPixels, roomForPixels, rowOf, STRIDE } from './pixels.ts';
import type { Corners } from './regions.ts';
import { Regions } from './regions.ts';

/** To the right, then clockwise. */
const STEPS = [1, STRIDE + 1, STRIDE, STRIDE - 1, -1, -STRIDE - 1, -STRIDE, -STRIDE + 1];

/**
 * The boxes of the contours of a map above each level, as `cv2.findContours` (RETR_TREE) and `cv2.boundingRect` give
 * them: of the 8-connected regions above the level, and of the holes in them. Its memory serves one map after another.
 */
export class Contours {
  readonly #pixels = roomForPixels();
  readonly #regions = new Regions(8);
  /** What is not above a level is 4-connected. */
  readonly #gaps = new Regions(4);
  /** The highest level with holes, −1 without one. */
  #highest = -1;

  /**
   * Visits the regions of all levels of a map, the highest level first.
   * @param map GRID×GRID values of 8 bits
   * @param visit gets the boxes of the regions, and the place of the one with the largest `cv2.contourArea`, holes
   *   included; of equal ones the last in scan order, which OpenCV names first. Not called for levels without regions.
   */
  eachLevel(
    map: Uint8Array,
    visit: (level: number, boxes: Corners[], largest: number) => void,
  ): void {
    const regions = this.#regions;
    listPixels(map, this.#pixels);
    regions.clear();
    this.#highest = -1;
    for (let level = LEVELS - 1; level >= 0; level--) {
      regions.add(this.#pixels, level + 1);
      if (this.#highest < 0 && regions.loops > 0) this.#highest = level;
      if (regions.count > 0) visit(level, boxesOf(regions, 0, 0), largestOf(regions));
    }
  }

  /**
   * Visits the holes of the map that {@link eachLevel} was called with, level by level.
   * @param visit gets the boxes of their contours, which run through the pixels around them
   */
  eachLevelOfHoles(visit: (level: number, boxes: Corners[]) => void): void {
    const gaps = this.#gaps;
    gaps.surround();
    for (let level = 0; level <= this.#highest; level++) {
      gaps.add(this.#pixels, level);
      // The first is around the grid.
      if (gaps.count > 1) visit(level, boxesOf(gaps, 1, 1));
    }
  }
}

/** Boxes from the `from`th region on, made larger by a margin on each side. */
function boxesOf(regions: Regions, from: number, margin: number): Corners[] {
  const boxes: Corners[] = [];
  for (let i = from; i < regions.count; i++) {
    const { x0, y0, x1, y1 } = regions.cornersOf(regions.numbers[i] as number);
    boxes.push({ x0: x0 - margin, y0: y0 - margin, x1: x1 + margin, y1: y1 + margin });
  }
  return boxes;
}

/** Place of the region with the largest outline. */
function largestOf(regions: Regions): number {
  let [largest, most] = [0, -1];
  for (let i = 0; i < regions.count; i++) {
    const area = regions.doubleArea[regions.numbers[i] as number] as number;
    if (area > most || (area === most && isLater(regions, i, largest))) [largest, most] = [i, area];
  }
  return regions.count > 1 && regions.loops > 0 ? largestFilled(regions, largest) : largest;
}

/** As {@link largestOf}, with the holes; only regions that are long and wide enough are looked at. */
function largestFilled(regions: Regions, likely: number): number {
  let largest = likely;
  let most = outlineDoubleArea(regions, regions.numbers[likely] as number);
  for (let i = 0; i < regions.count; i++) {
    const region = regions.numbers[i] as number;
    const { x0, y0, x1, y1 } = regions.cornersOf(region);
    if (i === likely || 2 * (x1 - x0) * (y1 - y0) < most) continue;
    const area = outlineDoubleArea(regions, region);
    if (area > most || (area === most && isLater(regions, i, largest))) [largest, most] = [i, area];
  }
  return largest;
}

/** Whether a region begins behind another one in scan order. */
function isLater({ first, numbers }: Regions, place: number, other: number): boolean {
  return (first[numbers[place] as number] as number) > (first[numbers[other] as number] as number);
}

/**
 * Twice the area of the polygon through the centres of a region's outer border pixels, its holes included, as
 * `cv2.contourArea`: follows the border clockwise.
 * @param regions 8-connected ones
 */
function outlineDoubleArea({ added, first }: Regions, region: number): number {
  const start = first[region] as number;
  const isAdded = (pixel: number) => ((added[pixel] as number) & 2) !== 0;
  let area = 0;
  let pixel = start;
  let direction = 0;
  let begun = -1;
  while (true) {
    // Begins behind the pixel before; the first pixel has none to its left and above.
    let turns = 5;
    while (turns < 13 && !isAdded(pixel + (STEPS[(direction + turns) & 7] as number))) turns++;
    if (turns === 13) return 0;
    direction = (direction + turns) & 7;
    if (pixel === start) {
      if (direction === begun) return area;
      if (begun < 0) begun = direction;
    }
    const next = pixel + (STEPS[direction] as number);
    area += crossProduct(pixel, next);
    pixel = next;
  }
}

function crossProduct(a: number, b: number): number {
  return columnOf(a) * rowOf(b) - columnOf(b) * rowOf(a);
}
