import type { Rect, Size } from '../../base/geometry.ts';

/**
 * Pixels whose centres are in a rectangle: left and top edge included, right and bottom edge not. What lies outside the
 * picture is left out.
 * @returns 1 inside, row-major
 */
export function rectangleMask(rect: Rect, { width, height }: Size): Uint8Array {
  const mask = new Uint8Array(width * height);
  const left = firstCentre(rect.x, width);
  const right = firstCentre(rect.x + rect.width, width);
  const bottom = firstCentre(rect.y + rect.height, height);
  for (let y = firstCentre(rect.y, height); y < bottom; y++) {
    if (right > left) mask.fill(1, y * width + left, y * width + right);
  }
  return mask;
}

/**
 * Pixels whose centres are in any of the polygons, each by the even-odd rule. Parts outside the picture are left out.
 * @param polygons x and y of the corners in turn, finite, in pixels
 * @returns 1 inside, row-major
 */
export function polygonMask(
  polygons: readonly (readonly number[])[],
  { width, height }: Size,
): Uint8Array {
  const mask = new Uint8Array(width * height);
  for (const corners of polygons) fillPolygon(mask, corners, width, height);
  return mask;
}

function fillPolygon(mask: Uint8Array, corners: readonly number[], width: number, height: number) {
  const crossings: number[][] = Array.from({ length: height }, () => []);
  for (let i = 0; i < corners.length; i += 2) {
    const next = (i + 2) % corners.length;
    addEdge(crossings, corners[i], corners[i + 1], corners[next], corners[next + 1], height);
  }
  crossings.forEach((row, y) => {
    row.sort((a, b) => a - b);
    for (let i = 0; i + 1 < row.length; i += 2) {
      const from = firstCentre(row[i] ?? 0, width);
      const to = firstCentre(row[i + 1] ?? 0, width);
      if (to > from) mask.fill(1, y * width + from, y * width + to);
    }
  });
}

/** Where an edge crosses the middle of each row of pixels. */
function addEdge(crossings: number[][], x0 = 0, y0 = 0, x1 = 0, y1 = 0, height = 0): void {
  const bottom = firstCentre(Math.max(y0, y1), height);
  for (let y = firstCentre(Math.min(y0, y1), height); y < bottom; y++) {
    crossings[y]?.push(x0 + ((y + 0.5 - y0) * (x1 - x0)) / (y1 - y0));
  }
}

/** First pixel of 0…length whose centre lies at or behind a coordinate. */
function firstCentre(coordinate: number, length: number): number {
  return Math.min(Math.max(Math.ceil(coordinate - 0.5), 0), length);
}
