import type { Geometry } from '../../../base/geometry.ts';
import { mapArea } from '../../../maps/pixels/box.ts';
import type { PictureMaps } from '../../mapSource.ts';

/**
 * A map at each pixel of the model's input: bilinear between the centres of its cells with clamped edges, as
 * PyTorch's `interpolate(align_corners=False)`, or the cell itself; the least value where it does not reach. In float64:
 * rounding would change the order of pixels.
 * @param map lies in the photo as `place` says
 * @param input how the photo became the input
 */
export function mapOnInput(
  map: { width: number; height: number; values: Float32Array },
  place: Pick<PictureMaps, 'geometry' | 'interpolation'>,
  { photo, resized, crop, seen }: Geometry,
): Float64Array {
  const area = mapArea(place.geometry);
  // What the crop covers, wherever the map of the same geometry lies.
  const covered = mapArea({ photo, resized, crop, seen });
  const { interpolation } = place;
  const columns = taps(
    crop.width,
    covered.x,
    covered.width,
    area.x,
    area.width,
    map.width,
    interpolation,
  );
  const rows = taps(
    crop.height,
    covered.y,
    covered.height,
    area.y,
    area.height,
    map.height,
    interpolation,
  );
  const lowest = map.values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  const result = new Float64Array(crop.width * crop.height).fill(lowest);
  for (let y = 0, i = 0; y < crop.height; y++) {
    const row = rows[y];
    for (let x = 0; x < crop.width; x++, i++) {
      const column = columns[x];
      if (row && column) result[i] = valueAt(map, column, row);
    }
  }
  return result;
}

/** The two cells that a pixel lies between, and the share of the second. */
interface Tap {
  first: number;
  second: number;
  share: number;
}

/** Undefined outside the map. */
function taps(
  pixels: number,
  start: number,
  length: number,
  areaStart: number,
  areaLength: number,
  cells: number,
  interpolation: PictureMaps['interpolation'],
): (Tap | undefined)[] {
  return Array.from({ length: pixels }, (_, i) => {
    const part = (start + ((i + 0.5) * length) / pixels - areaStart) / areaLength;
    if (part < 0 || part > 1) return undefined;
    if (interpolation === 'cells') {
      const cell = Math.min(Math.floor(part * cells), cells - 1);
      return { first: cell, second: cell, share: 0 };
    }
    const position = Math.min(Math.max(part * cells - 0.5, 0), cells - 1);
    const first = Math.floor(position);
    return { first, second: Math.min(first + 1, cells - 1), share: position - first };
  });
}

function valueAt(
  { width, values }: { width: number; values: Float32Array },
  column: Tap,
  row: Tap,
): number {
  return (
    across(values, row.first * width, column) * (1 - row.share) +
    across(values, row.second * width, column) * row.share
  );
}

function across(values: Float32Array, line: number, { first, second, share }: Tap): number {
  return (values[line + first] as number) * (1 - share) + (values[line + second] as number) * share;
}
