import type { Geometry, Rect, Sides, Size } from '../base/geometry.ts';
import { sidesOf } from '../base/geometry.ts';
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
 * becomes `size`, the longer floor(size·long/short); the crop begins at (n − crop)/2, halves rounded to even, or down
 * if the preprocessing says so; a side that is shorter than the crop is padded, floor((crop − n)/2) pixels before it.
 * A size of two sides is covered in the same way, with a part of the picture beyond it. `letterbox` makes the picture
 * as large as fits into the size, its shorter side rounded, in the middle. `stretch` and `letterbox` without a crop fill
 * the model's input, or `size` where the model takes any size.
 *
 * @throws CamError `preprocessingMismatch` if the result has another size than the model's fixed input,
 *   `imageTooLarge` if it has more than 2²⁴ pixels.
 */
export function planGeometry(
  photo: Size,
  preprocessing: Preprocessing,
  input: InputSize,
): Geometry {
  const { resize, cropRounding } = preprocessing;
  const wanted = wantedSize(preprocessing, input);
  const isLeft = resize.skipIfFits === true && sameSize(photo, wanted);
  const resized = isLeft ? { ...photo } : resizedSize(photo, preprocessing, input);
  const crop = cropOf(resized, wanted ?? resized, cropRounding);
  requireInputSize(crop, input);
  return { photo, resized, crop, seen: seenPart(photo, resized, crop) };
}

/** The size of the result; undefined where it follows from the photo. */
function wantedSize({ resize, crop }: Preprocessing, input: InputSize): Size | undefined {
  if (crop !== 0) return sidesOf(crop);
  return resize.mode === 'shorter-side' ? undefined : filledSize(resize.size, input);
}

/** One number fills an input of any proportions. */
function filledSize(size: Sides, input: InputSize): Size {
  if (typeof size !== 'number') return size;
  if (size !== (input.width ?? size) && size !== (input.height ?? size)) {
    throw otherSize(sidesOf(size), input);
  }
  return { width: input.width ?? size, height: input.height ?? size };
}

function sameSize(a: Size, b: Size | undefined): boolean {
  return a.width === b?.width && a.height === b.height;
}

function resizedSize(photo: Size, { resize, crop }: Preprocessing, input: InputSize): Size {
  const { mode, size, multipleOf = 1, longSide = 'down' } = resize;
  const sides = crop === 0 && mode !== 'shorter-side' ? filledSize(size, input) : sidesOf(size);
  if (mode === 'stretch') return sides;
  const isWide = photo.width * sides.height > sides.width * photo.height;
  const along = (side: number, other: number, total: number) => (side * total) / other;
  if (mode === 'letterbox') {
    const fitted = (side: number) => Math.max(1, Math.round(side));
    return isWide
      ? { width: sides.width, height: fitted(along(sides.width, photo.width, photo.height)) }
      : { width: fitted(along(sides.height, photo.height, photo.width)), height: sides.height };
  }
  const whole = longSide === 'down' ? Math.floor : Math.round;
  const up = (side: number) => Math.ceil(whole(side) / multipleOf) * multipleOf;
  return isWide
    ? { width: up(along(sides.height, photo.height, photo.width)), height: up(sides.height) }
    : { width: up(sides.width), height: up(along(sides.width, photo.width, photo.height)) };
}

function cropOf(resized: Size, size: Size, rounding: Preprocessing['cropRounding']): Rect {
  return {
    x: cropOffset(resized.width, size.width, rounding),
    y: cropOffset(resized.height, size.height, rounding),
    width: size.width,
    height: size.height,
  };
}

/** First pixel of a centred run of `side` in `length`; negative if the run is longer. */
function cropOffset(
  length: number,
  side: number,
  rounding: Preprocessing['cropRounding'] = 'even',
): number {
  if (side > length) return -Math.floor((side - length) / 2);
  const half = (length - side) / 2;
  const floor = Math.floor(half);
  return half === floor || floor % 2 === 0 || rounding === 'down' ? floor : floor + 1;
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
