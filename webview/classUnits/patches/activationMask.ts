import type { Geometry, Rect, Size } from '../../../src/cam/base/geometry.ts';
import type { ScalarMap } from '../../../src/cam/maps/featureMap.ts';
import { sampleMap } from '../../../src/cam/maps/pixels/sampleMap.ts';

/** How far the activation is above the threshold, on a grid over a drawn patch. */
export interface SampledLevel extends Size {
  /** Row-major; positive inside the mask. */
  values: Float32Array;
}

/**
 * Samples a map at the centres of the cells of a grid; points outside the map are outside the mask.
 * @param shown the drawn part, in photo pixels
 * @param limit value from which the mask covers the photo, above 0
 */
export function sampleLevel(
  map: ScalarMap,
  geometry: Geometry,
  shown: Rect,
  limit: number,
  grid: Size,
): SampledLevel {
  const values = sampleMap(map, geometry, shown, grid);
  return { ...grid, values: values.map((value) => (Number.isNaN(value) ? -limit : value - limit)) };
}

/**
 * Adds the zero lines of the level to a path (marching squares).
 * @param drawing size of the drawing that the grid covers
 */
export function traceContour(path: Path2D, level: SampledLevel, drawing: Size): void {
  const { width, height, values } = level;
  const across = drawing.width / width;
  const down = drawing.height / height;
  for (let row = 0; row + 1 < height; row++) {
    for (let column = 0; column + 1 < width; column++) {
      const i = row * width + column;
      const corners = [values[i], values[i + 1], values[i + width + 1], values[i + width]];
      const crossings = crossingsOf(corners.map((value) => value ?? 0));
      for (let at = 0; at + 1 < crossings.length; at += 2) {
        const [from, to] = [crossings[at], crossings[at + 1]];
        if (!from || !to) continue;
        path.moveTo((column + 0.5 + from[0]) * across, (row + 0.5 + from[1]) * down);
        path.lineTo((column + 0.5 + to[0]) * across, (row + 0.5 + to[1]) * down);
      }
    }
  }
}

/** Where the level is zero on the edges of a square of side 1, clockwise from the upper edge. */
function crossingsOf([a = 0, b = 0, c = 0, d = 0]: number[]): [x: number, y: number][] {
  const found: [number, number][] = [];
  if (a > 0 !== b > 0) found.push([a / (a - b), 0]);
  if (b > 0 !== c > 0) found.push([1, b / (b - c)]);
  if (c > 0 !== d > 0) found.push([1 - c / (c - d), 1]);
  if (d > 0 !== a > 0) found.push([0, 1 - d / (d - a)]);
  return found;
}

/** Fraction of the limit over which the shade fades, so that its edge is smooth. */
const EDGE = 0.05;

/**
 * The cover of the photo outside the mask: black, one pixel for each sample.
 * @param limit as for {@link sampleLevel}
 */
export function shade({ width, height, values }: SampledLevel, limit: number, opacity: number) {
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < values.length; i++) {
    const outside = Math.min(Math.max(0.5 - (values[i] ?? 0) / (EDGE * limit), 0), 1);
    pixels[4 * i + 3] = Math.round(255 * opacity * outside);
  }
  return new ImageData(pixels, width, height);
}
