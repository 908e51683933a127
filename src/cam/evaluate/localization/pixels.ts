import { GRID } from './mapOnPhoto.ts';

const STRIDE_BITS = 8;

/** Distance of the rows in the numbers of pixels: a power of two, so that row and column need no division. */
export const STRIDE = 1 << STRIDE_BITS;

/** Numbers that a pixel can have: there is one pixel more on each side of the grid. */
export const PIXELS = (GRID + 2) * STRIDE;

/** The pixels of a map of 8 bits by their value. The pixel of x, y has the number (y + 1)·{@link STRIDE} + x + 1. */
export interface PixelsByValue {
  /** The first pixel of each value; 0 without one. */
  first: Uint16Array;
  /** The pixel of the same value that follows each pixel; 0 after the last. */
  next: Uint16Array;
}

/** Memory for the pixels of one map after another. */
export function roomForPixels(): PixelsByValue {
  return { first: new Uint16Array(256), next: new Uint16Array(PIXELS) };
}

/** @param map GRID×GRID values of 8 bits */
export function listPixels(map: Uint8Array, { first, next }: PixelsByValue): void {
  first.fill(0);
  for (let y = 0, i = 0; y < GRID; y++) {
    const end = (y + 1) * STRIDE + 1 + GRID;
    for (let pixel = end - GRID; pixel < end; pixel++, i++) {
      const value = map[i] as number;
      next[pixel] = first[value] as number;
      first[value] = pixel;
    }
  }
}

/** Column of a pixel, from 1. */
export function columnOf(pixel: number): number {
  return pixel & (STRIDE - 1);
}

/** Row of a pixel, from 1. */
export function rowOf(pixel: number): number {
  return pixel >> STRIDE_BITS;
}

/**
 * What the eight pixels around one say about regions, for each set of them: bit 3·(dy + 1) + dx + 1 is the neighbour at
 * dx, dy.
 */
export interface Neighbours {
  /** How many groups of the set are connected with the pixel, but not with each other around it. */
  groups: Uint8Array;
  /** From the pixel to one that is connected with it; 0 without one. */
  nearest: Int16Array;
  /** The bits that are connected with a pixel, and the way there. */
  connected: readonly { bit: number; offset: number }[];
}

const SETS = 512;
const PLACES = [0, 1, 2, 3, 5, 6, 7, 8];
const CENTRE = 4;

/** Neighbours to the left and right, above and below. */
export const SIDES = 0b010_101_010;

/** @param connectivity 4: over sides; 8: over sides and corners */
export function neighboursOf(connectivity: 4 | 8): Neighbours {
  const places = PLACES.filter((place) => areConnected(place, CENTRE, connectivity));
  const groups = new Uint8Array(SETS);
  const nearest = new Int16Array(SETS);
  for (let set = 0; set < SETS; set++) {
    groups[set] = countGroups(set, connectivity);
    nearest[set] = offsetOf(places.find((place) => has(set, place)) ?? CENTRE);
  }
  const connected = places.map((place) => ({ bit: 1 << place, offset: offsetOf(place) }));
  return { groups, nearest, connected };
}

/**
 * What a pixel adds to twice the area of the polygons through the centres of the border pixels, for each set of its
 * neighbours: each square of four pixels is 2, each corner of three 1.
 */
export const ADDED_DOUBLE_AREA = Uint8Array.from({ length: SETS }, (_, set) => {
  let area = 0;
  for (const square of [0b000_001_011, 0b000_100_110, 0b011_001_000, 0b110_100_000]) {
    const others = PLACES.filter((place) => has(set & square, place)).length;
    area += Math.max(0, others - 1) - Math.max(0, others - 2);
  }
  return area;
});

function countGroups(set: number, connectivity: 4 | 8): number {
  let rest = PLACES.filter((place) => has(set, place));
  let groups = 0;
  while (rest.length > 0) {
    const group = rest.splice(0, 1);
    for (const place of group) {
      group.push(...rest.filter((other) => areConnected(place, other, connectivity)));
      rest = rest.filter((other) => !group.includes(other));
    }
    if (group.some((place) => areConnected(place, CENTRE, connectivity))) groups++;
  }
  return groups;
}

function has(set: number, place: number): boolean {
  return ((set >> place) & 1) === 1;
}

function areConnected(a: number, b: number, connectivity: 4 | 8): boolean {
  const across = Math.abs((a % 3) - (b % 3));
  const down = Math.abs(Math.floor(a / 3) - Math.floor(b / 3));
  return connectivity === 8 ? Math.max(across, down) === 1 : across + down === 1;
}

function offsetOf(place: number): number {
  return (Math.floor(place / 3) - 1) * STRIDE + (place % 3) - 1;
}
