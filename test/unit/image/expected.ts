import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Interpolation, Preprocessing } from '../../../src/cam/config/preprocessing.ts';

/** Pillow's result: SHA-256 of all bytes, and the first twelve bytes to see differences. */
export interface ExpectedBytes {
  sha256: string;
  first: number[];
}

interface Expected {
  decoded: Record<string, ExpectedBytes & { width: number; height: number }>;
  /** Mean red, green and blue of photo.avif. */
  avifMeans: number[];
  resized: (ExpectedBytes & {
    image: string;
    gray: boolean;
    size: [number, number];
    interpolation: Interpolation;
  })[];
  /** A row of grey values that another rounding changes, and the same row with 18 values. */
  rounded: { row: number[]; bicubic: number[] };
  prepared: {
    image: string;
    preprocessing: Preprocessing;
    resized: [number, number];
    /** The model's input in bytes, channels first. */
    planes: ExpectedBytes;
    channelMeans: number[];
    last: number[];
  }[];
}

const FOLDER = path.resolve('test/fixtures/images');

export const expected: Expected = JSON.parse(
  readFileSync(path.join(FOLDER, 'expected.json'), 'utf8'),
);

export function fixture(name: string): string {
  return path.join(FOLDER, name);
}

/** In the form of {@link ExpectedBytes}. */
export function summary(bytes: Uint8Array): ExpectedBytes {
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    first: [...bytes.subarray(0, 12)],
  };
}
