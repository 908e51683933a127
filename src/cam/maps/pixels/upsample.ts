import type { Rect } from '../../base/geometry.ts';
import type { ScalarMap } from '../featureMap.ts';

/**
 * Bilinear resampling with half-pixel centres and clamped edges:
 * source coordinate = max(0, (i + ½)·source/target − ½). The same as PyTorch's
 * `interpolate(mode='bilinear', align_corners=False)`; it does not smooth when shrinking.
 * @param width target width in pixels, at least 1
 * @param height target height in pixels, at least 1
 * @param part of the target that is wanted, in whole pixels; default: all of it
 */
export function upsampleBilinear(
  map: ScalarMap,
  width: number,
  height: number,
  part: Rect = { x: 0, y: 0, width, height },
): ScalarMap {
  const columns = linearTaps(map.width, width, part.x, part.width);
  const rows = linearTaps(map.height, height, part.y, part.height);
  const source = map.values;
  const values = new Float32Array(part.width * part.height);
  for (let y = 0; y < part.height; y++) {
    const above = (rows.first[y] as number) * map.width;
    const below = (rows.second[y] as number) * map.width;
    const down = rows.fraction[y] as number;
    for (let x = 0; x < part.width; x++) {
      const left = columns.first[x] as number;
      const right = columns.second[x] as number;
      const across = columns.fraction[x] as number;
      const top =
        (source[above + left] as number) * (1 - across) +
        (source[above + right] as number) * across;
      const bottom =
        (source[below + left] as number) * (1 - across) +
        (source[below + right] as number) * across;
      values[y * part.width + x] = top * (1 - down) + bottom * down;
    }
  }
  return { width: part.width, height: part.height, values };
}

/**
 * Every pixel takes the value of the cell that its centre is in: the map's true cells.
 * @param width target width in pixels, at least 1
 * @param height target height in pixels, at least 1
 * @param part of the target that is wanted, in whole pixels; default: all of it
 */
export function upsampleCells(
  map: ScalarMap,
  width: number,
  height: number,
  part: Rect = { x: 0, y: 0, width, height },
): ScalarMap {
  const columns = cellIndices(map.width, width, part.x, part.width);
  const rows = cellIndices(map.height, height, part.y, part.height);
  const values = new Float32Array(part.width * part.height);
  for (let y = 0; y < part.height; y++) {
    const start = (rows[y] as number) * map.width;
    for (let x = 0; x < part.width; x++) {
      values[y * part.width + x] = map.values[start + (columns[x] as number)] as number;
    }
  }
  return { width: part.width, height: part.height, values };
}

interface LinearTaps {
  first: Uint32Array;
  second: Uint32Array;
  /** Weight of `second`, 0…1. */
  fraction: Float64Array;
}

function linearTaps(
  sourceLength: number,
  targetLength: number,
  start: number,
  count: number,
): LinearTaps {
  const first = new Uint32Array(count);
  const second = new Uint32Array(count);
  const fraction = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const position = Math.max(0, ((start + i + 0.5) * sourceLength) / targetLength - 0.5);
    const index = Math.min(Math.floor(position), sourceLength - 1);
    first[i] = index;
    second[i] = Math.min(index + 1, sourceLength - 1);
    fraction[i] = position - index;
  }
  return { first, second, fraction };
}

function cellIndices(
  sourceLength: number,
  targetLength: number,
  start: number,
  count: number,
): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) =>
    Math.floor(((start + i + 0.5) * sourceLength) / targetLength),
  );
}
