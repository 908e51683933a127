import type { RealPicture } from './realPicture.ts';
import { withPixels } from './realPicture.ts';

/** Of the blur from which pixels are inserted (RISE, Petsiuk et al., BMVC 2018): 11×11 pixels, σ 5. */
const RADIUS = 5;
const SIGMA = 5;

/** A Gaussian blur of 11×11 pixels, σ 5; at the rim the picture is mirrored without repeating its edge. */
export function blurred(picture: RealPicture): RealPicture {
  const { width, height, channels, pixels } = picture;
  const row = width * channels;
  const across = along(pixels, width, channels, height, row, channels);
  return withPixels(picture, along(across, height, row, width, channels, channels));
}

/**
 * One axis.
 * @param step from a pixel to the next one of the axis
 * @param lines number of lines along the axis
 * @param lineStep from a line to the next one
 */
function along(
  values: Float64Array,
  length: number,
  step: number,
  lines: number,
  lineStep: number,
  channels: number,
): Float64Array {
  const weights = kernel();
  const result = new Float64Array(values.length);
  for (let line = 0; line < lines; line++) {
    for (let at = 0; at < length; at++) {
      for (let channel = 0; channel < channels; channel++) {
        const start = line * lineStep + channel;
        let sum = 0;
        for (let tap = -RADIUS; tap <= RADIUS; tap++) {
          const source = mirrored(at + tap, length);
          sum += (weights[tap + RADIUS] as number) * (values[start + source * step] as number);
        }
        result[start + at * step] = sum;
      }
    }
  }
  return result;
}

/** … 2 1 | 0 1 2 … n−1 | n−2 … */
function mirrored(at: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const place = ((at % period) + period) % period;
  return place < length ? place : period - place;
}

function kernel(): number[] {
  const weights = Array.from({ length: 2 * RADIUS + 1 }, (_, i) =>
    Math.exp(-((i - RADIUS) ** 2) / (2 * SIGMA ** 2)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
