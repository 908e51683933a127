import type { Rect } from '../../src/cam/image/geometry.ts';
import type { ScalarMap } from '../../src/cam/maps/featureMap.ts';

/** Values on a regular grid over a drawn patch: index = row·columns + column. */
export interface SampledLevel {
  columns: number;
  rows: number;
  /** Distance of neighbouring samples in pixels of the drawing; the first is at its left and top edge. */
  step: number;
  /** Activation minus the threshold: positive inside of the mask. */
  values: Float32Array;
}

/**
 * Samples a map, bilinear with clamped edges as `upsampleBilinear` does it, at the places of a drawing;
 * where the map does not reach nothing is inside of the mask.
 * @param shown what the drawing shows, in photo pixels
 * @param area what the map covers, in photo pixels
 * @param scale pixels of the drawing for each photo pixel
 * @param limit value from which the mask covers the photo
 */
export function sampleLevel(
  map: ScalarMap,
  shown: Rect,
  area: Rect,
  scale: number,
  limit: number,
  step: number,
): SampledLevel {
  const columns = Math.ceil((shown.width * scale) / step) + 1;
  const rows = Math.ceil((shown.height * scale) / step) + 1;
  const values = new Float32Array(columns * rows);
  const across = axis(columns, step / scale, shown.x, area.x, area.width, map.width);
  const down = axis(rows, step / scale, shown.y, area.y, area.height, map.height);
  for (let row = 0; row < rows; row++) {
    const y = down[row] ?? Number.NaN;
    for (let column = 0; column < columns; column++) {
      const x = across[column] ?? Number.NaN;
      const value = Number.isNaN(x) || Number.isNaN(y) ? Number.NEGATIVE_INFINITY : at(map, x, y);
      values[row * columns + column] = Math.max(value - limit, -Math.abs(limit));
    }
  }
  return { columns, rows, step, values };
}

/** Places of the samples in cells of the map; NaN outside of it. */
function axis(
  count: number,
  stepPx: number,
  from: number,
  areaFrom: number,
  areaLength: number,
  cells: number,
): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => {
    const part = (from + i * stepPx - areaFrom) / areaLength;
    const edge = 1e-6;
    if (part < -edge || part > 1 + edge) return Number.NaN;
    return Math.min(Math.max(part * cells - 0.5, 0), cells - 1);
  });
}

function at({ width, height, values }: ScalarMap, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const right = Math.min(left + 1, width - 1);
  const bottom = Math.min(top + 1, height - 1);
  const value = (column: number, row: number) => values[row * width + column] ?? 0;
  const above = value(left, top) + (value(right, top) - value(left, top)) * (x - left);
  const below = value(left, bottom) + (value(right, bottom) - value(left, bottom)) * (x - left);
  return above + (below - above) * (y - top);
}

/** Adds the lines on which the level is zero to a path (marching squares). */
export function traceContour(path: Path2D, { columns, rows, step, values }: SampledLevel): void {
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const i = row * columns + column;
      const corners = [values[i], values[i + 1], values[i + columns + 1], values[i + columns]];
      const crossings = crossingsOf(corners.map((value) => value ?? 0));
      for (let at = 0; at + 1 < crossings.length; at += 2) {
        const [from, to] = [crossings[at], crossings[at + 1]];
        if (!from || !to) continue;
        path.moveTo((column + from[0]) * step, (row + from[1]) * step);
        path.lineTo((column + to[0]) * step, (row + to[1]) * step);
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

/** Opacity of what covers the photo outside of the mask, as RGBA pixels, one for each sample. */
export function shade({ columns, rows, values }: SampledLevel, opacity: number): ImageData {
  const pixels = new Uint8ClampedArray(columns * rows * 4);
  for (let i = 0; i < values.length; i++) {
    pixels[4 * i + 3] = (values[i] ?? 0) > 0 ? 0 : Math.round(255 * opacity);
  }
  return new ImageData(pixels, columns, rows);
}
