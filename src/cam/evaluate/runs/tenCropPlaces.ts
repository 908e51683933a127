import type { Rect, Size } from '../../base/geometry.ts';
import type { Preprocessing } from '../../config/preprocessing.ts';
import type { CroppedPhoto } from '../../image/prepareInput.ts';

/** Shorter side of the resized picture ÷ side of the crops (Zhou et al., CVPR 2016). */
const SCALE = 256 / 224;

/** One of the ten crops, in pixels of the resized picture. */
export interface Crop {
  rect: Rect;
  isMirrored: boolean;
}

/** The whole picture, so large that crops of a size leave room. */
export function resizedForCrops(
  preprocessing: Preprocessing,
  { width, height }: Size,
): Preprocessing {
  const size = { width: Math.round(width * SCALE), height: Math.round(height * SCALE) };
  return { ...preprocessing, resize: { mode: 'shorter-side', size }, crop: 0 };
}

/** The centre, the four corners, then each of them mirrored. */
export function tenCrops(picture: Size, { width, height }: Size): Crop[] {
  const [right, bottom] = [picture.width - width, picture.height - height];
  const places: [x: number, y: number][] = [
    [Math.floor(right / 2), Math.floor(bottom / 2)],
    [0, 0],
    [right, 0],
    [0, bottom],
    [right, bottom],
  ];
  return [false, true].flatMap((isMirrored) =>
    places.map(([x, y]) => ({ rect: { x, y, width, height }, isMirrored })),
  );
}

/** The pixels of a crop. */
export function cutCrop(
  { pixels, channels, geometry }: CroppedPhoto,
  { rect, isMirrored }: Crop,
): Uint8Array {
  const { x, y, width, height } = rect;
  const result = new Uint8Array(width * height * channels);
  const row = geometry.crop.width * channels;
  for (let line = 0, to = 0; line < height; line++) {
    const start = (y + line) * row + x * channels;
    for (let column = 0; column < width; column++) {
      const from = start + (isMirrored ? width - 1 - column : column) * channels;
      for (let channel = 0; channel < channels; channel++) {
        result[to++] = pixels[from + channel] as number;
      }
    }
  }
  return result;
}
