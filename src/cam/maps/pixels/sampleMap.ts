import type { Geometry, Rect, Size } from '../../base/geometry.ts';
import type { ScalarMap } from '../featureMap.ts';
import { mapArea } from './box.ts';

/**
 * The values of a map under a part of the photo that is drawn at another size, one for each pixel of the drawing, at
 * its centre; bilinear with clamped edges, as `upsampleBilinear` does it.
 * @param map covers the model's input
 * @param part in photo pixels
 * @param drawing size of the drawing of `part`
 * @returns row-major; NaN if the map does not reach
 */
export function sampleMap(
  map: ScalarMap,
  geometry: Geometry,
  part: Rect,
  drawing: Size,
): Float32Array {
  const area = mapArea(geometry);
  const across = axis(
    part.x,
    part.width / drawing.width,
    drawing.width,
    area.x,
    area.width,
    map.width,
  );
  const down = axis(
    part.y,
    part.height / drawing.height,
    drawing.height,
    area.y,
    area.height,
    map.height,
  );
  const values = new Float32Array(drawing.width * drawing.height);
  for (let row = 0, i = 0; row < drawing.height; row++) {
    const y = down[row] ?? Number.NaN;
    for (let column = 0; column < drawing.width; column++, i++) {
      values[i] = valueAt(map, across[column] ?? Number.NaN, y);
    }
  }
  return values;
}

/** Where the pixels' centres lie between the centres of the cells; NaN outside the map. */
function axis(
  start: number,
  step: number,
  count: number,
  areaStart: number,
  areaLength: number,
  cells: number,
): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => {
    const part = (start + (i + 0.5) * step - areaStart) / areaLength;
    if (part < 0 || part > 1) return Number.NaN;
    return Math.min(Math.max(part * cells - 0.5, 0), cells - 1);
  });
}

function valueAt({ width, height, values }: ScalarMap, x: number, y: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
  const left = Math.floor(x);
  const top = Math.floor(y);
  const right = Math.min(left + 1, width - 1);
  const near = top * width;
  const far = Math.min(top + 1, height - 1) * width;
  const above = between(values[near + left], values[near + right], x - left);
  const below = between(values[far + left], values[far + right], x - left);
  return between(above, below, y - top);
}

function between(a: number | undefined, b: number | undefined, share: number): number {
  return (a as number) + ((b as number) - (a as number)) * share;
}
