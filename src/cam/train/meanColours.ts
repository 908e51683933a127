import path from 'node:path';
import { CamError } from '../base/errors.ts';
import type { FolderIndex, IndexedImage } from '../folder/folderIndex.ts';
import type { DecodeOptions } from '../image/decode.ts';
import { planGeometry } from '../image/planGeometry.ts';
import { toGray } from '../image/prepareInput.ts';
import { smallPixels } from '../image/thumbnail.ts';
import type { Features } from '../linear/samples/samples.ts';

/** Pictures are reduced to so many pixels in each direction: their mean stays, and decoding takes a fraction of its time. */
const SIDE = 32;

/** Pictures that are decoded at a time. */
const AT_ONCE = 4;

/**
 * Mean and standard deviation of R, G and B (of the lightness, where the model takes it) over the part of each picture
 * that the model sees, 0 … 255, with the files as they are now. A picture that cannot be read has the mean of the others.
 * @param rows of the index
 * @returns n×6, or n×2
 */
export async function meanColours(
  index: Pick<FolderIndex, 'folder' | 'images' | 'model'>,
  rows: readonly number[],
  options: DecodeOptions,
): Promise<Features> {
  const { preprocessing } = index.model;
  const isGray = preprocessing.channels === 'gray';
  const columns = isGray ? 2 : 6;
  const values = new Float32Array(rows.length * columns);
  const unread: number[] = [];
  const waiting = rows.entries();
  const work = async (): Promise<void> => {
    for (const [i, row] of waiting) {
      const found = await coloursOf(index.images[row]);
      if (found) values.set(found, i * columns);
      else unread.push(i);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  fillWithMean({ rows: rows.length, columns, values }, unread);
  return { rows: rows.length, columns, values };

  async function coloursOf(image: IndexedImage | undefined): Promise<number[] | undefined> {
    if (!image) return undefined;
    try {
      const { seen } = planGeometry(image.photo, preprocessing, ANY_SIZE);
      const file = path.join(index.folder, image.path);
      const { pixels } = await smallPixels(file, image.photo, seen, SIDE, options);
      if (isGray) return moments(toGray(pixels), 0, 1);
      return [0, 1, 2].flatMap((channel) => moments(pixels, channel, 3));
    } catch (error) {
      if (CamError.is(error) && error.code === 'unsupportedPlatform') throw error;
      return undefined;
    }
  }
}

/** The part that is seen does not depend on the size of the input. */
const ANY_SIZE = { width: undefined, height: undefined };

/** Mean and standard deviation of each `step`th value. */
function moments(
  values: Uint8Array,
  first: number,
  step: number,
): [mean: number, deviation: number] {
  const count = values.length / step;
  let [sum, squares] = [0, 0];
  for (let i = first; i < values.length; i += step) {
    const value = values[i] as number;
    sum += value;
    squares += value * value;
  }
  const mean = sum / count;
  return [mean, Math.sqrt(Math.max(0, squares / count - mean * mean))];
}

/** Gives some rows the mean of the others. */
function fillWithMean({ rows, columns, values }: Features, some: readonly number[]): void {
  if (some.length === 0 || some.length === rows) return;
  for (let j = 0; j < columns; j++) {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum += values[i * columns + j] as number;
    // Those without a value are 0 so far.
    for (const i of some) values[i * columns + j] = sum / (rows - some.length);
  }
}
