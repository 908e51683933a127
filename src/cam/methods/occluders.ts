import type { Rect, Size } from '../base/geometry.ts';
import type { PicturePixels } from '../classifier/probe/pictureFeeds.ts';
import type { ImageInput } from '../classifier/probe/pictureInput.ts';
import type { Preprocessing } from '../config/preprocessing.ts';

/** Occluder positions along each side of the input. */
const POSITIONS = 14;

/** Side of the occluder as a fraction of the input's side. */
const SHARE = 1 / 7;

/** The occluders' grid: one position for each cell of a map over the model's input. */
export const OCCLUDER_GRID: Size = { width: POSITIONS, height: POSITIONS };

/**
 * Where the picture is covered for each cell of {@link OCCLUDER_GRID}, row by row: a rectangle of a
 * seventh of each side around the cell's centre, clipped to the picture; in whole pixels, halves up.
 */
export function occluders({ width, height }: Size): Rect[] {
  const columns = Array.from({ length: POSITIONS }, (_, i) => run(i, width));
  const rows = Array.from({ length: POSITIONS }, (_, i) => run(i, height));
  return rows.flatMap(([y, bottom]) =>
    columns.map(([x, right]) => ({ x, y, width: right - x, height: bottom - y })),
  );
}

function run(cell: number, length: number): [start: number, end: number] {
  const side = Math.max(1, Math.round(length * SHARE));
  const start = Math.round(((cell + 0.5) * length) / POSITIONS - side / 2);
  const first = Math.min(Math.max(start, 0), length - 1);
  return [first, Math.max(Math.min(start + side, length), first + 1)];
}

/** A copy of a model's input with a rectangle of it in one colour, given for each channel. */
export function cover(
  picture: PicturePixels,
  { layout, channels }: Pick<ImageInput, 'layout' | 'channels'>,
  rect: Rect,
  colour: readonly number[],
): Float32Array {
  const { width, height } = picture;
  const values = picture.values.slice();
  const [pixelStep, channelStep] = layout === 'NCHW' ? [1, width * height] : [channels, 1];
  for (let channel = 0; channel < channels; channel++) {
    for (let y = rect.y; y < rect.y + rect.height; y++) {
      const start = (y * width + rect.x) * pixelStep + channel * channelStep;
      const end = start + rect.width * pixelStep;
      for (let at = start; at < end; at += pixelStep) values[at] = colour[channel] ?? 0;
    }
  }
  return values;
}

/**
 * The neutral colour for the network, as values of its input: the data set's mean, which normalisation makes 0, in the
 * preprocessing or in the model itself. If nothing is subtracted, 0 would be black, which may mean something to the
 * network; then it is the mean of the picture.
 */
export function neutralColour(
  picture: PicturePixels,
  { layout, channels, scaling }: Pick<ImageInput, 'layout' | 'channels' | 'scaling'>,
  { mean, std }: Pick<Preprocessing, 'mean' | 'std'>,
): number[] {
  const each = Array.from({ length: channels }, (_, channel) => channel);
  const zeros = each.map((c) => -(scaling?.offsets[c] ?? 0) / (scaling?.factors[c] ?? 1));
  const black = each.map((c) => -(mean[c] ?? mean[0] ?? 0) / (std[c] ?? std[0] ?? 1));
  const isBlack = each.every((c) => Math.abs((zeros[c] ?? 0) - (black[c] ?? 0)) < 1e-6);
  return isBlack ? each.map((c) => meanOf(picture, layout, channels, c)) : zeros;
}

function meanOf(
  { width, height, values }: PicturePixels,
  layout: ImageInput['layout'],
  channels: number,
  channel: number,
): number {
  const area = width * height;
  const [step, start] = layout === 'NCHW' ? [1, channel * area] : [channels, channel];
  let sum = 0;
  for (let i = 0; i < area; i++) sum += values[start + i * step] ?? 0;
  return sum / area;
}
