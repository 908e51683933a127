import sharp from 'sharp';
import { encodeSmallModel } from '../classifier/smallModel.ts';

const SIDE = 32;

const NOTHING = [0, 0, 0, 0];

/** Filters of 2×2 for red: what changes from left to right, from top to bottom, and back. */
export const STRIPES = [
  [-1, 1, 0, 0],
  [1, -1, 0, 0],
  [-1, 0, 1, 0],
  [1, 0, -1, 0],
].map((filter) => [...filter, ...NOTHING, ...NOTHING]);

const MEAN = [0.25, 0.25, 0.25, 0.25];
const RED = [...MEAN, ...NOTHING, ...NOTHING];
const GREEN = [...NOTHING, ...MEAN, ...NOTHING];
export const COLOURS = [RED, RED, GREEN, GREEN];

/** Tells what the first two filters see (class 0) from what the others do; `gain` says how sure it is. */
export function modelOfFilters(filters: number[][], gain: number): Uint8Array {
  return encodeSmallModel({
    picture: [undefined, 3, SIDE, SIDE],
    nodes: [
      { name: 'changes', operator: 'Conv', inputs: ['picture', 'kernel'] },
      { name: 'features', operator: 'Relu', inputs: ['changes'] },
      { name: 'pooled', operator: 'GlobalAveragePool', inputs: ['features'] },
      { name: 'values', operator: 'Flatten', inputs: ['pooled'] },
      { name: 'scores', operator: 'MatMul', inputs: ['values', 'weights'] },
    ],
    constants: {
      kernel: { dims: [4, 3, 2, 2], values: filters.flat() },
      weights: {
        dims: [4, 3],
        values: [1, -1, 0, 1, -1, 0, -1, 1, 0, -1, 1, 0].map((value) => value * gain),
      },
    },
  });
}

/** Grey of level 100, but 180 for red where `isRed`, and as given for green elsewhere. */
export async function writePicture(
  file: string,
  isRed: (x: number, y: number) => boolean,
  green: 100 | 180 = 100,
): Promise<string> {
  const pixels = Buffer.alloc(SIDE * SIDE * 3, 100);
  for (let i = 0; i < SIDE * SIDE; i++) {
    if (isRed(i % SIDE, Math.floor(i / SIDE))) pixels[i * 3] = 180;
    else pixels[i * 3 + 1] = green;
  }
  await sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 3 } }).toFile(file);
  return file;
}
