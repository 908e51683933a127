import type { Rect, Size } from '../../base/geometry.ts';
import { isPositiveInteger } from '../../base/jsonShape.ts';
import type { AnnotatedPicture, Coordinates } from './annotation.ts';
import { invalidAnnotations } from './errors.ts';

/** No annotated picture is larger; this limits the size of a mask. */
export const MAX_MASK_PIXELS = 1 << 26;

/** As shares of the sides, boxes reach out of their picture by no more than a quarter of a side. */
const SHARES = { least: -0.25, most: 1.25 };

/** The numbers of all boxes in a file: they tell whether these are pixels or shares of the picture's sides. */
export class NumbersOfBoxes {
  hasFractions = false;
  #areSmall = true;

  add(numbers: readonly number[]): void {
    for (const number of numbers) {
      if (!Number.isInteger(number)) this.hasFractions = true;
      if (number < SHARES.least || number > SHARES.most) this.#areSmall = false;
    }
  }

  /** No box in pixels is so small, in any picture. */
  get areShares(): boolean {
    return this.hasFractions && this.#areSmall;
  }
}

/** What an annotation says of its picture. */
export interface StatedPicture {
  /** As it is called in messages. */
  name: string;
  width: unknown;
  height: unknown;
  /** How far the objects reach, in pixels. */
  extent: Size;
}

/**
 * The coordinates of an annotation's objects: those of the picture as it is stored or, if its EXIF orientation swaps the
 * sides, as a viewer shows it. The annotation may have been made in another size of the same proportions. A missing
 * size, or width and height in the wrong order, are replaced by the picture's own, if its orientation leaves no choice
 * and the objects fit into it.
 * @throws CamError `annotationsInvalid`
 */
export function coordinatesOf(
  file: string,
  { name, width, height, extent }: StatedPicture,
  picture: AnnotatedPicture,
): Coordinates {
  const { orientation } = picture;
  const stored = { width: picture.width, height: picture.height };
  const swapped = { width: picture.height, height: picture.width };
  if (!isPositiveInteger(width) || !isPositiveInteger(height)) {
    if (orientation === 1 && isWithin(extent, stored)) return { size: stored, orientation: 1 };
    throw invalidAnnotations.noSize(file, name);
  }
  const stated = { width, height };
  if (width * height > MAX_MASK_PIXELS) throw invalidAnnotations.tooManyPixels(file, stated, name);
  const [isStored, isSwapped] = [hasShape(stated, stored), hasShape(stated, swapped)];
  if (orientation === 1) {
    if (isStored) return { size: stated, orientation: 1 };
    const isMixedUp = width === swapped.width && height === swapped.height;
    if (isMixedUp && isWithin(extent, stored)) return { size: stored, orientation: 1 };
    throw invalidAnnotations.otherSize(file, stated, name, stored);
  }
  const swapsSides = orientation >= 5;
  if (isStored && (!swapsSides || isSwapped)) throw invalidAnnotations.turned(file, name);
  if (isStored) return { size: stated, orientation: 1 };
  if (swapsSides && isSwapped) return { size: stated, orientation };
  throw invalidAnnotations.otherSize(file, stated, name, stored);
}

/** Rounding may put the end of an object behind the last pixel. */
function isWithin(extent: Size, size: Size): boolean {
  return extent.width <= size.width + 1 && extent.height <= size.height + 1;
}

/** Whether two sizes have the same proportions, but for a pixel of the smaller one. */
function hasShape(a: Size, b: Size): boolean {
  const [small, large] = a.width < b.width ? [a, b] : [b, a];
  const scale = large.width / small.width;
  return Math.abs(small.height * scale - large.height) <= scale;
}

/** The size of a picture as it is stored, of which a viewer shows one of this size. */
export function storedSize({ width, height }: Size, orientation: number): Size {
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}

/** Where the pixel (x, y) of a stored picture is in the picture as EXIF `orientation` shows it. */
export function turnedPixel(
  x: number,
  y: number,
  { width, height }: Size,
  orientation: number,
): [x: number, y: number] {
  const [right, bottom] = [width - 1, height - 1];
  switch (orientation) {
    case 2:
      return [right - x, y];
    case 3:
      return [right - x, bottom - y];
    case 4:
      return [x, bottom - y];
    case 5:
      return [y, x];
    case 6:
      return [bottom - y, x];
    case 7:
      return [bottom - y, right - x];
    case 8:
      return [y, right - x];
    default:
      return [x, y];
  }
}

/**
 * A rectangle of a picture as EXIF `orientation` shows it, in the stored picture.
 * @param size of the stored picture
 */
export function storedRect(rect: Rect, { width, height }: Size, orientation: number): Rect {
  const { x, y, width: w, height: h } = rect;
  switch (orientation) {
    case 2:
      return { ...rect, x: width - x - w };
    case 3:
      return { ...rect, x: width - x - w, y: height - y - h };
    case 4:
      return { ...rect, y: height - y - h };
    case 5:
      return { x: y, y: x, width: h, height: w };
    case 6:
      return { x: y, y: height - x - w, width: h, height: w };
    case 7:
      return { x: width - y - h, y: height - x - w, width: h, height: w };
    case 8:
      return { x: width - y - h, y: x, width: h, height: w };
    default:
      return rect;
  }
}
