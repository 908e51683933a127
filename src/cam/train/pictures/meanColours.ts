import type { RgbPicture } from '../../image/prepareInput.ts';
import { toGray } from '../../image/prepareInput.ts';
import type { Features } from '../../linear/samples/samples.ts';

/**
 * Mean and standard deviation of R, G and B of each picture, 0 … 255; of the lightness, where the model takes it. A picture
 * that could not be read has the mean of the others.
 * @returns n×6, or n×2
 */
export function meanColours(
  pictures: readonly (RgbPicture | undefined)[],
  isGray: boolean,
): Features {
  const columns = isGray ? 2 : 6;
  const values = new Float32Array(pictures.length * columns);
  const unread: number[] = [];
  for (const [i, picture] of pictures.entries()) {
    if (picture) values.set(coloursOf(picture, isGray), i * columns);
    else unread.push(i);
  }
  const features = { rows: pictures.length, columns, values };
  fillWithMean(features, unread);
  return features;
}

function coloursOf({ pixels }: RgbPicture, isGray: boolean): number[] {
  if (isGray) return moments(toGray(pixels), 0, 1);
  return [0, 1, 2].flatMap((channel) => moments(pixels, channel, 3));
}

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
