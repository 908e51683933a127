import type { Rect, Size } from '../../base/geometry.ts';
import type { AskedPixels, AskedRow } from './annotation.ts';

/**
 * Which pixels have their centre in a rectangle: left and top edge included, right and bottom edge not.
 * @returns 1 inside
 */
export function rectangleCovers(
  rect: Rect,
  { width, height }: Size,
  { pixels }: AskedPixels,
): Uint8Array {
  const left = firstCentre(rect.x, width);
  const right = firstCentre(rect.x + rect.width, width);
  const top = firstCentre(rect.y, height);
  const bottom = firstCentre(rect.y + rect.height, height);
  return new Uint8Array(pixels.length).map((_, i) => {
    const pixel = pixels[i] as number;
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    return pixel >= 0 && x >= left && x < right && y >= top && y < bottom ? 1 : 0;
  });
}

/**
 * Which pixels have their centre in any of the polygons, each by the even-odd rule. The time depends on the corners and
 * the rows of the asked pixels, not on the size of the picture.
 * @param polygons x and y of the corners in turn, finite, in pixels
 * @returns 1 inside
 */
export function polygonsCover(
  polygons: readonly (readonly number[])[],
  { width, height }: Size,
  { pixels, rows: asked }: AskedPixels,
): Uint8Array {
  const rows = asked.map((row): Row => {
    return { ...row, steps: new Int32Array(row.columns.length + 1), crossings: [] };
  });
  const ys = Int32Array.from(rows, ({ y }) => y);
  for (const corners of polygons) {
    addCrossings(corners, rows, ys, height);
    for (const row of rows) fillBetween(row, width);
  }
  const covered = new Uint8Array(pixels.length);
  for (const { columns, places, steps } of rows) {
    let depth = 0;
    for (let i = 0; i < columns.length; i++) {
      depth += steps[i] as number;
      if (depth > 0) covered[places[i] as number] = 1;
    }
  }
  return covered;
}

/** A row of pixels while polygons are counted in it. */
interface Row extends AskedRow {
  /** Change of the number of polygons from the pixel before; one more at the end. */
  steps: Int32Array;
  /** Where the edges of the present polygon cross the middle of the row. */
  crossings: number[];
}

/**
 * Pixels of a picture, prepared for many objects.
 * @param pixels index = y·width + x, −1 for none
 */
export function askedPixels(pixels: Int32Array, width: number): AskedPixels {
  const byRow = new Map<number, number[]>();
  for (const [place, pixel] of pixels.entries()) {
    if (pixel < 0) continue;
    const y = Math.floor(pixel / width);
    const row = byRow.get(y);
    if (row) row.push(place);
    else byRow.set(y, [place]);
  }
  const rows = [...byRow].sort(([a], [b]) => a - b);
  const pixelAt = (place: number) => pixels[place] as number;
  return {
    pixels,
    rows: rows.map(([y, unsorted]) => {
      const places = Int32Array.from(unsorted);
      const isSorted = places.every(
        (at, i) => i === 0 || pixelAt(at) >= pixelAt(unsorted[i - 1] ?? at),
      );
      if (!isSorted) places.sort((a, b) => pixelAt(a) - pixelAt(b));
      return { y, columns: places.map((place) => pixelAt(place) % width), places };
    }),
  };
}

/** All pixels of a picture. */
export function allPixels({ width, height }: Size): AskedPixels {
  return askedPixels(
    new Int32Array(width * height).map((_, i) => i),
    width,
  );
}

function addCrossings(
  corners: readonly number[],
  rows: readonly Row[],
  ys: Int32Array,
  height: number,
): void {
  for (let i = 0; i < corners.length; i += 2) {
    const next = (i + 2) % corners.length;
    const [x0, y0] = [corners[i] as number, corners[i + 1] as number];
    const [x1, y1] = [corners[next] as number, corners[next + 1] as number];
    const first = countUntil(ys, firstCentre(Math.min(y0, y1), height) - 1);
    const end = countUntil(ys, firstCentre(Math.max(y0, y1), height) - 1);
    for (let r = first; r < end; r++) {
      const { y, crossings } = rows[r] as Row;
      crossings.push(x0 + ((y + 0.5 - y0) * (x1 - x0)) / (y1 - y0));
    }
  }
}

/** Counts the polygon for the pixels between each two of its crossings, and forgets these. */
function fillBetween({ columns, steps, crossings }: Row, width: number): void {
  if (crossings.length === 0) return;
  crossings.sort((a, b) => a - b);
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const from = countUntil(columns, firstCentre(crossings[i] as number, width) - 1);
    const to = countUntil(columns, firstCentre(crossings[i + 1] as number, width) - 1);
    steps[from] = (steps[from] as number) + 1;
    steps[to] = (steps[to] as number) - 1;
  }
  crossings.length = 0;
}

/** How many of ascending numbers are at most a limit. */
export function countUntil(ascending: ArrayLike<number>, limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** First pixel of 0…length whose centre lies at or behind a coordinate. */
function firstCentre(coordinate: number, length: number): number {
  return Math.min(Math.max(Math.ceil(coordinate - 0.5), 0), length);
}
