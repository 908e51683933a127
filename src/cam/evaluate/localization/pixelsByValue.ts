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
