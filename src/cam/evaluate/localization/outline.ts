import { columnOf, rowOf, STRIDE } from './pixelsByValue.ts';
import type { Regions } from './regions.ts';

/** To the right, then clockwise. */
const STEPS = [1, STRIDE + 1, STRIDE, STRIDE - 1, -1, -STRIDE - 1, -STRIDE, -STRIDE + 1];

/**
 * Twice the area of the polygon through the centres of a region's outer border pixels, its holes included, as
 * `cv2.contourArea`: follows the border clockwise.
 * @param regions 8-connected ones
 */
export function outlineDoubleArea({ added, first }: Regions, region: number): number {
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
