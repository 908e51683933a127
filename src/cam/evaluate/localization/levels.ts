import { GRID } from './mapOnPhoto.ts';

/** Numbers of thresholds that differ: a map of 8 bits above 0, 1 … 254. */
export const LEVELS = 255;

/** Distance of the rows in the numbers of pixels: one more than a row has, so that runs never touch across its end. */
export const STRIDE = GRID + 1;

/** Row and column of each number of a pixel: a look-up is faster than a division. */
export const ROW_OF = Uint8Array.from({ length: GRID * STRIDE }, (_, i) => i / STRIDE);
export const COLUMN_OF = Uint8Array.from({ length: GRID * STRIDE }, (_, i) => i % STRIDE);

/** The runs of pixels above each level, in scan order: level l has those from `offsets[l]` to `offsets[l + 1]`. */
export interface LevelRuns {
  offsets: Int32Array;
  /** First pixel of each run: y·{@link STRIDE} + x. */
  starts: Uint16Array;
  /** Last pixel of each run. */
  ends: Uint16Array;
}

/** A map of 0…1 in 8 bits, by truncation. */
export function eightBits(map: Float32Array): Uint8Array {
  const bytes = new Uint8Array(map.length);
  for (let i = 0; i < map.length; i++) bytes[i] = (map[i] as number) * 255;
  return bytes;
}

/**
 * Finds the runs of {value > level} of all levels in two passes over the map: a rise from a to b begins a run in
 * the levels a … b − 1, a fall ends one.
 * @param map GRID×GRID values of 8 bits
 */
export function runsByLevel(map: Uint8Array): LevelRuns {
  const offsets = countRises(map);
  const total = offsets[LEVELS] as number;
  const [starts, ends] = [new Uint16Array(total), new Uint16Array(total)];
  const nextStart = offsets.slice(0, LEVELS);
  const nextEnd = offsets.slice(0, LEVELS);
  for (let y = 0, i = 0; y < GRID; y++) {
    let before = 0;
    let pixel = y * STRIDE;
    for (let x = 0; x < GRID; x++, i++, pixel++) {
      const value = map[i] as number;
      for (let level = before; level < value; level++) {
        starts[nextStart[level] as number] = pixel;
        (nextStart[level] as number)++;
      }
      for (let level = value; level < before; level++) {
        ends[nextEnd[level] as number] = pixel - 1;
        (nextEnd[level] as number)++;
      }
      before = value;
    }
    for (let level = 0; level < before; level++) {
      ends[nextEnd[level] as number] = pixel - 1;
      (nextEnd[level] as number)++;
    }
  }
  return { offsets, starts, ends };
}

/** Where the runs of each level begin, if they follow each other level by level. */
function countRises(map: Uint8Array): Int32Array {
  const changes = new Int32Array(LEVELS + 1);
  for (let y = 0, i = 0; y < GRID; y++) {
    let before = 0;
    for (let x = 0; x < GRID; x++, i++) {
      const value = map[i] as number;
      if (value > before) {
        (changes[before] as number)++;
        (changes[value] as number)--;
      }
      before = value;
    }
  }
  const offsets = new Int32Array(LEVELS + 1);
  for (let level = 0, runs = 0; level < LEVELS; level++) {
    runs += changes[level] as number;
    offsets[level + 1] = (offsets[level] as number) + runs;
  }
  return offsets;
}
