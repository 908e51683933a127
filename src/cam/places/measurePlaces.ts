import type { Rect, Size } from '../base/geometry.ts';
import type { PicturePixels } from '../classifier/probe/pictureFeeds.ts';
import { createRandom } from '../classifier/probe/probes.ts';
import type { PictureRun } from '../classifier/runPicture.ts';
import type { RgbPicture } from '../image/prepareInput.ts';
import { resample } from '../image/resample.ts';
import type { Response } from './responses.ts';
import { centreOf, responseOf } from './responses.ts';

/** Patches along each side. */
const PATCHES = 5;

/** Three of them are left out: the middle one, and one on each side of it. */
const LEFT_OUT = [11, 12, 13];

/** A patch's side as a fraction of the picture's. */
const PATCH = 1 / 12;

/** The pictures of a measurement: RGB bytes, interleaved. */
interface MeasuringPictures {
  plain: Uint8Array;
  changed: { patch: Rect; pixels: Uint8Array }[];
}

/** The picture that is changed: noise, as bright everywhere or less and less from one corner to the other; or a photo. */
export type Base = 'evenNoise' | 'fallingNoise' | RgbPicture;

/** A picture, and the same with another patch at each of 22 places; always the same ones. */
function measuringPictures({ width, height }: Size, base: Base): MeasuringPictures {
  const random = createRandom(17);
  const plain =
    typeof base === 'string'
      ? noise({ width, height }, base, random)
      : resized(base, { width, height });
  const changed = patchesOf({ width, height }).map((patch) => {
    const pixels = plain.slice();
    for (let y = patch.y; y < patch.y + patch.height; y++) {
      for (let i = 3 * (y * width + patch.x); i < 3 * (y * width + patch.x + patch.width); i++) {
        pixels[i] = random() < 0.5 ? 0 : 255;
      }
    }
    return { patch, pixels };
  });
  return { plain, changed };
}

function noise(
  { width, height }: Size,
  kind: 'evenNoise' | 'fallingNoise',
  random: () => number,
): Uint8Array {
  const levelOf = (pixel: number) =>
    1 - 0.45 * ((pixel % width) / width + Math.floor(pixel / width) / height);
  return new Uint8Array(3 * width * height).map((_, i) => {
    const level = kind === 'evenNoise' ? 1 : levelOf(Math.floor(i / 3));
    return level * (64 + 128 * random());
  });
}

function resized(photo: RgbPicture, size: Size): Uint8Array {
  return resample({ ...photo, channels: 3 }, size, { x: 0, y: 0, ...size }, 'bilinear');
}

/** Places in an even grid, as far from the edge as from each other. */
function patchesOf({ width, height }: Size): Rect[] {
  const side = (length: number) => Math.max(Math.min(2, length), Math.round(length * PATCH));
  const [across, down] = [side(width), side(height)];
  const start = (i: number, length: number, patch: number) =>
    Math.round(((i + 1) / (PATCHES + 1)) * length - patch / 2);
  const all = Array.from({ length: PATCHES * PATCHES }, (_, i) => ({
    x: start(i % PATCHES, width, across),
    y: start(Math.floor(i / PATCHES), height, down),
    width: across,
    height: down,
  }));
  return all.filter((_, i) => !LEFT_OUT.includes(i));
}

/** What 24 runs of a model tell. */
export interface Measured {
  /** The result for the plain picture, and for the same picture once more. */
  plain: PictureRun;
  again: PictureRun;
  responses: Response[];
}

/**
 * What changes in the map when a patch of a picture is changed, for each of 22 patches.
 * @param size of the model's input
 * @param toInput the model's input for RGB bytes
 * @param run the results of several pictures, in their order
 */
export async function measureResponses(
  size: Size,
  toInput: (pixels: Uint8Array) => Float32Array,
  run: (pictures: PicturePixels[]) => Promise<PictureRun[]>,
  base: Base,
): Promise<Measured> {
  const { plain, changed } = measuringPictures(size, base);
  const pictures = [plain, ...changed.map(({ pixels }) => pixels), plain];
  const [first, ...runs] = await run(
    pictures.map((pixels) => ({ ...size, values: toInput(pixels) })),
  );
  const again = runs.pop();
  if (!first || !again) throw new Error('the session gave no row');
  const responses = changed.flatMap(({ patch }, i) => {
    const one = runs[i];
    return one ? [responseOf(first, one, centreOf(patch, size))] : [];
  });
  return { plain: first, again, responses };
}
