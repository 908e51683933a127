import type { FirstFilters } from '../../../src/cam/results/firstFilters.ts';

/** One small picture of weights, and its smallest and largest one. */
export interface FilterPicture {
  filter: number;
  /** Channel of the picture that it looks at; undefined if it shows all three as colours. */
  channel: number | undefined;
  /** RGBA, row by row. */
  pixels: Uint8ClampedArray<ArrayBuffer>;
  min: number;
  max: number;
}

/** The largest absolute weight of all filters: the end of the scale that they share. */
export function scaleOf({ weights }: FirstFilters): number {
  let largest = 0;
  for (const weight of weights) largest = Math.max(largest, Math.abs(weight));
  return largest;
}

/** Pictures of one filter: in the picture's own colours, or in grey for each channel. */
export function filterPictures(
  found: FirstFilters,
  filter: number,
  scale: number,
): FilterPicture[] {
  const { channels, order } = found;
  const planes = Array.from({ length: channels }, (_, channel) => planeOf(found, filter, channel));
  if (order === 'gray') {
    return planes.map((plane, channel) => ({
      ...painted(filter, [plane, plane, plane], scale),
      channel: channels === 1 ? undefined : channel,
    }));
  }
  return [painted(filter, order === 'BGR' ? planes.toReversed() : planes, scale)];
}

function planeOf(
  { weights, channels, height, width }: FirstFilters,
  filter: number,
  channel: number,
): Float32Array {
  const size = height * width;
  const start = (filter * channels + channel) * size;
  return weights.subarray(start, start + size);
}

/** @param planes weights for red, green and blue */
function painted(filter: number, planes: readonly Float32Array[], scale: number): FilterPicture {
  const size = planes[0]?.length ?? 0;
  const pixels = new Uint8ClampedArray(4 * size).fill(255);
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [colour, plane] of planes.entries()) {
    for (const [at, weight] of plane.entries()) {
      pixels[4 * at + colour] = levelOf(weight, scale);
      min = Math.min(min, weight);
      max = Math.max(max, weight);
    }
  }
  return { filter, channel: undefined, pixels, min, max };
}

/** −scale is 0, 0 is the middle, scale is 255. */
function levelOf(weight: number, scale: number): number {
  return scale === 0 ? 127.5 : 127.5 * (1 + weight / scale);
}
