import type { Rect, Size } from '../base/geometry.ts';
import type { Interpolation } from '../config/preprocessing.ts';

/** An 8-bit picture: rows from the top, channels interleaved. */
export interface BytePicture extends Size {
  channels: 1 | 3;
  /** height × width × channels. */
  pixels: Uint8Array;
}

/** A function that is 0 outside ±support, in units of output pixels when reducing. */
interface Kernel {
  support: number;
  weight(distance: number): number;
}

const KERNELS: Record<Exclude<Interpolation, 'nearest'>, Kernel> = {
  box: { support: 0.5, weight: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  hamming: { support: 1, weight: (x) => windowedSinc(Math.abs(x)) },
  bicubic: { support: 2, weight: (x) => keysCubic(Math.abs(x), -0.5) },
  lanczos: { support: 3, weight: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
}

/** Hamming's window. */
function windowedSinc(x: number): number {
  if (x === 0) return 1;
  return x >= 1 ? 0 : sinc(x) * (0.54 + 0.46 * Math.cos(x * Math.PI));
}

/** Keys' cubic convolution, in PIL's order of operations, because the order decides the last bit. */
function keysCubic(x: number, a: number): number {
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * a;
  return 0;
}

/** Fraction bits of the weights: 32 less 8 for the pixel and 2 for the overshoot of the cubic. */
const FRACTION_BITS = 22;
const ONE = 1 << FRACTION_BITS;
const HALF = 1 << (FRACTION_BITS - 1);

/** The weights of one axis, for a run of output positions. */
interface AxisWeights {
  /** First source position of each output position. */
  first: Int32Array;
  /** Number of source positions of each output position. */
  count: Int32Array;
  /** `taps` weights for each output position, with {@link FRACTION_BITS} fraction bits. */
  weights: Int32Array;
  taps: number;
}

/**
 * A rectangle of the picture resized to `target`, equal byte for byte to Pillow's
 * `Image.resize(target, filter).crop(rect)` on x86-64: the kernel is widened by the reduction (antialiasing), weights
 * have 22 fraction bits, and columns are reduced before rows with rounding to 8 bits between; `nearest` takes the pixel
 * at the centre. Only what the rectangle needs is computed.
 *
 * @param rect lies inside `target`, whole pixels.
 * @returns rect.height × rect.width × channels bytes.
 */
export function resample(
  source: BytePicture,
  target: Size,
  rect: Rect,
  interpolation: Interpolation,
): Uint8Array {
  if (interpolation === 'nearest') return nearest(source, target, rect);
  const kernel = KERNELS[interpolation];
  const rows = axisWeights(source.height, target.height, rect.y, rect.height, kernel);
  const firstRow = rows.first[0] as number;
  const lastRow = (rows.first[rect.height - 1] as number) + (rows.count[rect.height - 1] as number);
  const columns = axisWeights(source.width, target.width, rect.x, rect.width, kernel);
  const narrowed = resampleRows(source, firstRow, lastRow, columns, rect.width);
  return resampleColumns(narrowed, firstRow, rows, rect.height, rect.width * source.channels);
}

/** The source pixel under the centre of each pixel. */
function nearest(source: BytePicture, target: Size, rect: Rect): Uint8Array {
  const { pixels, channels } = source;
  const columns = nearestPositions(source.width, target.width, rect.x, rect.width);
  const result = new Uint8Array(rect.width * rect.height * channels);
  let at = 0;
  for (const row of nearestPositions(source.height, target.height, rect.y, rect.height)) {
    for (const column of columns) {
      const from = (row * source.width + column) * channels;
      for (let channel = 0; channel < channels; channel++) {
        result[at++] = pixels[from + channel] as number;
      }
    }
  }
  return result;
}

/** Larger targets are reached by one multiplication instead of that many additions. */
const MAX_ADDED = 1 << 20;

/** Pillow adds up the steps, and their rounding. */
function nearestPositions(
  sourceSize: number,
  targetSize: number,
  start: number,
  length: number,
): Int32Array {
  const step = sourceSize / targetSize;
  let at = step * 0.5;
  if (targetSize > MAX_ADDED) at += step * start;
  else for (let i = 0; i < start; i++) at += step;
  const positions = new Int32Array(length);
  for (let i = 0; i < length; i++, at += step) {
    positions[i] = Math.min(Math.floor(at), sourceSize - 1);
  }
  return positions;
}

function axisWeights(
  sourceSize: number,
  targetSize: number,
  start: number,
  length: number,
  kernel: Kernel,
): AxisWeights {
  const scale = sourceSize / targetSize;
  const stretch = Math.max(scale, 1);
  const support = kernel.support * stretch;
  const taps = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(length);
  const count = new Int32Array(length);
  const weights = new Int32Array(length * taps);
  const exact = new Float64Array(taps);
  const inverse = 1 / stretch;
  for (let i = 0; i < length; i++) {
    const centre = (start + i + 0.5) * scale;
    const from = Math.max(0, Math.trunc(centre - support + 0.5));
    const to = Math.min(sourceSize, Math.trunc(centre + support + 0.5));
    let sum = 0;
    for (let k = 0; k < to - from; k++) {
      const weight = kernel.weight((k + from - centre + 0.5) * inverse);
      exact[k] = weight;
      sum += weight;
    }
    first[i] = from;
    count[i] = to - from;
    for (let k = 0; k < to - from; k++) {
      const weight = (exact[k] as number) / (sum === 0 ? 1 : sum);
      weights[i * taps + k] = Math.trunc(weight * ONE + (weight < 0 ? -0.5 : 0.5));
    }
  }
  return { first, count, weights, taps };
}

/** Horizontal pass over the source rows `firstRow` … `lastRow` − 1. */
function resampleRows(
  source: BytePicture,
  firstRow: number,
  lastRow: number,
  columns: AxisWeights,
  width: number,
): Uint8ClampedArray {
  const narrow = source.channels === 3 ? narrowColourRow : narrowGrayRow;
  const result = new Uint8ClampedArray((lastRow - firstRow) * width * source.channels);
  for (let row = firstRow; row < lastRow; row++) {
    const sourceStart = row * source.width * source.channels;
    const resultStart = (row - firstRow) * width * source.channels;
    narrow(source.pixels, sourceStart, columns, width, result, resultStart);
  }
  return result;
}

function narrowColourRow(
  pixels: Uint8Array,
  sourceStart: number,
  { first, count, weights, taps }: AxisWeights,
  width: number,
  result: Uint8ClampedArray,
  resultStart: number,
): void {
  let out = resultStart;
  for (let x = 0; x < width; x++) {
    let at = sourceStart + (first[x] as number) * 3;
    let red = HALF;
    let green = HALF;
    let blue = HALF;
    const start = x * taps;
    const end = start + (count[x] as number);
    for (let k = start; k < end; k++) {
      const weight = weights[k] as number;
      red = (red + Math.imul(pixels[at] as number, weight)) | 0;
      green = (green + Math.imul(pixels[at + 1] as number, weight)) | 0;
      blue = (blue + Math.imul(pixels[at + 2] as number, weight)) | 0;
      at += 3;
    }
    result[out] = red >> FRACTION_BITS;
    result[out + 1] = green >> FRACTION_BITS;
    result[out + 2] = blue >> FRACTION_BITS;
    out += 3;
  }
}

function narrowGrayRow(
  pixels: Uint8Array,
  sourceStart: number,
  { first, count, weights, taps }: AxisWeights,
  width: number,
  result: Uint8ClampedArray,
  resultStart: number,
): void {
  for (let x = 0; x < width; x++) {
    const at = sourceStart + (first[x] as number);
    let sum = HALF;
    const length = count[x] as number;
    for (let k = 0; k < length; k++) {
      sum = (sum + Math.imul(pixels[at + k] as number, weights[x * taps + k] as number)) | 0;
    }
    result[resultStart + x] = sum >> FRACTION_BITS;
  }
}

/** Vertical pass; `narrowed` begins at source row `firstRow` and has `stride` bytes in a row. */
function resampleColumns(
  narrowed: Uint8ClampedArray,
  firstRow: number,
  rows: AxisWeights,
  height: number,
  stride: number,
): Uint8Array {
  const result = new Uint8ClampedArray(height * stride);
  const { first, count, weights, taps } = rows;
  for (let y = 0; y < height; y++) {
    const start = ((first[y] as number) - firstRow) * stride;
    const from = y * taps;
    const to = from + (count[y] as number);
    const out = y * stride;
    for (let i = 0; i < stride; i++) {
      let sum = HALF;
      let at = start + i;
      for (let k = from; k < to; k++) {
        sum = (sum + Math.imul(narrowed[at] as number, weights[k] as number)) | 0;
        at += stride;
      }
      result[out + i] = sum >> FRACTION_BITS;
    }
  }
  return new Uint8Array(result.buffer);
}
