import type { Geometry, Rect, Size } from '../base/geometry.ts';
import type { Preprocessing } from '../config/preprocessing.ts';
import { inputTooLarge, otherSize } from './errors.ts';

/** Size of a model's picture input; undefined if the model takes any. */
export interface InputSize {
  width: number | undefined;
  height: number | undefined;
}

/** More pixels than any classifier takes; a picture of 1×10,000 resized to a shorter side of 256 would have 655 million. */
const MAX_INPUT_PIXELS = 1 << 24;

/**
 * The place of the model's input in the photo, cut like torchvision's `Resize` and `CenterCrop`: the shorter side
 * becomes `size`, the longer floor(size·long/short); the crop begins at (n − crop)/2, halves rounded to even; a side
 * that is shorter than the crop is padded, floor((crop − n)/2) pixels before it. `stretch` without a crop fills the
 * model's input, or size × size where the model takes any size.
 *
 * @throws CamError `sidecarInvalid` if the result has another size than the model's fixed input, `imageTooLarge` if
 *   it has more than 2²⁴ pixels.
 */
export function planGeometry(
  photo: Size,
  preprocessing: Preprocessing,
  input: InputSize,
): Geometry {
  const resized = resizedSize(photo, preprocessing, input);
  const crop = cropOf(resized, preprocessing.crop);
  requireInputSize(crop, input);
  return { photo, resized, crop, seen: seenPart(photo, resized, crop) };
}

function resizedSize(photo: Size, { resize, crop }: Preprocessing, input: InputSize): Size {
  const { mode, size } = resize;
  if (mode === 'stretch') {
    if (crop > 0) return { width: size, height: size };
    if (size !== (input.width ?? size) && size !== (input.height ?? size)) {
      throw otherSize({ width: size, height: size }, input);
    }
    return { width: input.width ?? size, height: input.height ?? size };
  }
  const { width, height } = photo;
  const long = (long: number, short: number): number => Math.floor((size * long) / short);
  return width <= height
    ? { width: size, height: long(height, width) }
    : { width: long(width, height), height: size };
}

function cropOf(resized: Size, side: number): Rect {
  if (side === 0) return { x: 0, y: 0, ...resized };
  return {
    x: cropOffset(resized.width, side),
    y: cropOffset(resized.height, side),
    width: side,
    height: side,
  };
}

/** First pixel of a centred run of `side` in `length`; negative if the run is longer. */
function cropOffset(length: number, side: number): number {
  if (side > length) return -Math.floor((side - length) / 2);
  const half = (length - side) / 2;
  const floor = Math.floor(half);
  return half === floor || floor % 2 === 0 ? floor : floor + 1;
}

/** The crop without its padding, in photo pixels. */
function seenPart(photo: Size, resized: Size, crop: Rect): Rect {
  const left = Math.max(crop.x, 0);
  const top = Math.max(crop.y, 0);
  const right = Math.min(crop.x + crop.width, resized.width);
  const bottom = Math.min(crop.y + crop.height, resized.height);
  return {
    x: (left * photo.width) / resized.width,
    y: (top * photo.height) / resized.height,
    width: ((right - left) * photo.width) / resized.width,
    height: ((bottom - top) * photo.height) / resized.height,
  };
}

function requireInputSize(crop: Size, input: InputSize): void {
  if (crop.width !== (input.width ?? crop.width) || crop.height !== (input.height ?? crop.height)) {
    throw otherSize(crop, input);
  }
  if (crop.width * crop.height > MAX_INPUT_PIXELS) throw inputTooLarge(crop);
}
