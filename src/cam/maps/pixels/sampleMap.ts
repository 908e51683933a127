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
  const { width, values: cells } = map;
  const values = new Float32Array(drawing.width * drawing.height).fill(Number.NaN);
  for (let row = 0; row < drawing.height; row++) {
    if (down.low[row] === OUTSIDE) continue;
    const near = (down.low[row] as number) * width;
    const far = (down.high[row] as number) * width;
    const share = down.share[row] as number;
    for (let column = 0; column < drawing.width; column++) {
      const left = across.low[column] as number;
      if (left === OUTSIDE) continue;
      const right = across.high[column] as number;
      const along = across.share[column] as number;
      const above = between(cells[near + left], cells[near + right], along);
      const below = between(cells[far + left], cells[far + right], along);
      values[row * drawing.width + column] = between(above, below, share);
    }
  }
  return values;
}

/** Where the pixels' centres lie: the two cells around each, and how far from the first one. */
interface Axis {
  /** `OUTSIDE` where the map does not reach. */
  low: Int32Array;
  high: Int32Array;
  share: Float64Array;
}

const OUTSIDE = -1;

function axis(
  start: number,
  step: number,
  count: number,
  areaStart: number,
  areaLength: number,
  cells: number,
): Axis {
  const low = new Int32Array(count).fill(OUTSIDE);
  const high = new Int32Array(count);
  const share = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const part = (start + (i + 0.5) * step - areaStart) / areaLength;
    if (!(part >= 0 && part <= 1)) continue;
    const place = Math.min(Math.max(part * cells - 0.5, 0), cells - 1);
    const cell = Math.floor(place);
    low[i] = cell;
    high[i] = Math.min(cell + 1, cells - 1);
    share[i] = place - cell;
  }
  return { low, high, share };
}

function between(a: number | undefined, b: number | undefined, share: number): number {
  return (a as number) + ((b as number) - (a as number)) * share;
}
