import { GRID } from './mapOnPhoto.ts';

/** Numbers of thresholds that differ: a map of 8 bits above 0, 1 … 254. */
export const LEVELS = 255;

/** Distance of the rows in the numbers of pixels: one more than a row has, so that runs never touch across its end. */
export const STRIDE = GRID + 1;

/** Row and column of each number of a pixel: a look-up is faster than a division. */
export const ROW_OF = Uint8Array.from({ length: GRID * STRIDE }, (_, i) => i / STRIDE);
export const COLUMN_OF = Uint8Array.from({ length: GRID * STRIDE }, (_, i) => i % STRIDE);

/** Runs of pixels in scan order. A pixel's number is y·{@link STRIDE} + x. */
export interface Runs {
  /** First pixel of a run and the one after its last, in turn. */
  edges: Uint16Array;
  /** Where the first of them begins in `edges`, and where the last ends. */
  from: number;
  to: number;
}

/** The runs of pixels above each level: level l has the edges from `offsets[l]` to `offsets[l + 1]`. */
export interface LevelRuns {
  offsets: Int32Array;
  edges: Uint16Array;
}

/**
 * A map in 8 bits as the evaluator of Choe et al. makes it: min-max to 0…1 in float32, then × 255, truncated.
 * @returns zeros for a constant map
 */
export function eightBits(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.length);
  const { low, range } = rangeOf(values);
  if (range === 0) return bytes;
  for (let i = 0; i < values.length; i++) {
    bytes[i] = Math.fround(Math.fround((values[i] as number) - low) / range) * 255;
  }
  return bytes;
}

/**
 * Min-max to 0…1 as the evaluator of Choe et al. does it, in float32.
 * @returns zeros for a constant map
 */
export function normalised(values: Float32Array): Float32Array {
  const result = new Float32Array(values.length);
  const { low, range } = rangeOf(values);
  if (range === 0) return result;
  for (let i = 0; i < values.length; i++) {
    result[i] = Math.fround((values[i] as number) - low) / range;
  }
  return result;
}

function rangeOf(values: Float32Array): { low: number; range: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, range: Math.fround(high - low) };
}

/**
 * Finds the runs of {value > level} of all levels in two passes over the map: where it rises or falls between a and b
 * along a row, a run begins or ends in the levels a … b − 1.
 * @param map GRID×GRID values of 8 bits
 */
export function runsByLevel(map: Uint8Array): LevelRuns {
  const offsets = countEdges(map);
  const edges = new Uint16Array(offsets[LEVELS] as number);
  const next = offsets.slice();
  for (let y = 0, i = 0; y < GRID; y++) {
    let before = 0;
    let pixel = y * STRIDE;
    for (let x = 0; x <= GRID; x++, pixel++) {
      const value = x < GRID ? (map[i++] as number) : 0;
      const high = Math.max(before, value);
      for (let level = Math.min(before, value); level < high; level++) {
        edges[next[level] as number] = pixel;
        (next[level] as number)++;
      }
      before = value;
    }
  }
  return { offsets, edges };
}

/** Where the edges of each level begin, if they follow each other level by level. */
function countEdges(map: Uint8Array): Int32Array {
  const rises = new Int32Array(LEVELS + 1);
  for (let y = 0, i = 0; y < GRID; y++) {
    let before = 0;
    for (let x = 0; x < GRID; x++, i++) {
      const value = map[i] as number;
      if (value > before) {
        (rises[before] as number)++;
        (rises[value] as number)--;
      }
      before = value;
    }
  }
  const offsets = new Int32Array(LEVELS + 1);
  for (let level = 0, runs = 0; level < LEVELS; level++) {
    runs += rises[level] as number;
    offsets[level + 1] = (offsets[level] as number) + 2 * runs;
  }
  return offsets;
}
