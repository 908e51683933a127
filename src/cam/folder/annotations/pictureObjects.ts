import type { Rect, Size } from '../../base/geometry.ts';
import type { PictureObjects } from '../../evaluate/evaluation.ts';
import type {
  AnnotatedObject,
  AnnotatedPicture,
  Coordinates,
  ImageAnnotation,
} from './annotation.ts';
import { storedRect, storedSize, turnedPixel } from './coordinates.ts';
import { invalidAnnotations } from './errors.ts';
import type { LeftOut } from './leftOut.ts';
import { askedPixels } from './rasterise.ts';

/** What of a picture's objects does not count. */
export interface ObjectFaults {
  leftOut: LeftOut;
  /** Boxes that reach outside the picture and were cut. */
  cut: number;
  /** Boxes wholly outside. */
  outside: number;
  hasEmptyMask: boolean;
}

/** Files round the ends of boxes, and count the last pixel as in or not: by so much a box may be too long. */
const TOLERANCE = 1;

/**
 * Brings the objects of an annotation into the pixels of the decoded photo: from the size in which it was annotated, and
 * from the picture as EXIF turns it.
 * @param objects of the annotation; those that stand for many give no box, and their pixels are ignored
 * @param faults gets what does not count
 * @returns undefined if there is no object
 */
export function pictureObjects(
  annotation: ImageAnnotation,
  objects: readonly AnnotatedObject[],
  picture: AnnotatedPicture,
  faults: ObjectFaults,
): PictureObjects | undefined {
  const single = objects.filter(({ isCrowd }) => !isCrowd);
  if (objects.length === 0) return undefined;
  const boxes = single.flatMap((object) => boxesOf(object, annotation, picture, faults));
  const hasMask = single.some((object) => object.hasMask);
  return {
    boxes,
    hasMask,
    mask: (size) => {
      const found = maskOf(annotation, objects, size, faults.leftOut);
      if (hasMask && !found.object.includes(1)) faults.hasEmptyMask = true;
      return found;
    },
  };
}

function boxesOf(
  object: AnnotatedObject,
  { size, orientation, file }: ImageAnnotation,
  photo: Size,
  faults: ObjectFaults,
): Rect[] {
  const stored = storedSize(size, orientation);
  const [scaleX, scaleY] = [photo.width / stored.width, photo.height / stored.height];
  const all = faults.leftOut.orReason(() => object.boxes()) ?? [];
  return all.flatMap((box) => {
    if (!(box.width > 0 && box.height > 0)) {
      faults.leftOut.add(invalidAnnotations.emptyBox(file));
      return [];
    }
    const { x, y, width, height } = storedRect(box, stored, orientation);
    const [left, top] = [x * scaleX, y * scaleY];
    const [right, bottom] = [(x + width) * scaleX, (y + height) * scaleY];
    const kept = {
      x: Math.max(0, left),
      y: Math.max(0, top),
      width: Math.min(photo.width, right) - Math.max(0, left),
      height: Math.min(photo.height, bottom) - Math.max(0, top),
    };
    if (kept.width <= 0 || kept.height <= 0) {
      faults.outside++;
      return [];
    }
    const beyond = Math.max(
      ...[-left / scaleX, -top / scaleY],
      ...[(right - photo.width) / scaleX, (bottom - photo.height) / scaleY],
    );
    if (beyond > TOLERANCE) faults.cut++;
    return [kept];
  });
}

function maskOf(
  annotation: ImageAnnotation,
  objects: readonly AnnotatedObject[],
  side: number,
  leftOut: LeftOut,
): { object: Uint8Array; ignored: Uint8Array } {
  const from = pixelsOfGrid(annotation, side);
  const asked = askedPixels(from, annotation.size.width);
  const unknown = annotation.ignored;
  const object = new Uint8Array(from.length);
  const ignored = new Uint8Array(from.length);
  if (unknown) for (let i = 0; i < from.length; i++) ignored[i] = unknown[from[i] as number] ?? 0;
  for (const { covers, isCrowd } of objects) {
    const covered = leftOut.orReason(() => covers(asked));
    const into = isCrowd ? ignored : object;
    if (covered) for (let i = 0; i < into.length; i++) if (covered[i] === 1) into[i] = 1;
  }
  // What is known to be an object is not ignored.
  for (let i = 0; i < object.length; i++) if (object[i] === 1) ignored[i] = 0;
  return { object, ignored };
}

/** The annotation's pixel under the centre of each cell of a grid over the stored picture. */
function pixelsOfGrid({ size, orientation }: Coordinates, side: number): Int32Array {
  const stored = storedSize(size, orientation);
  const indexOf = (column: number, row: number): number => {
    const x = Math.floor(((column + 0.5) * stored.width) / side);
    const y = Math.floor(((row + 0.5) * stored.height) / side);
    const [right, down] = turnedPixel(x, y, stored, orientation);
    return down * size.width + right;
  };
  // Each turn moves the index by the same amount for a step along a row, wherever the row is.
  const first = indexOf(0, 0);
  const across = Array.from({ length: side }, (_, column) => indexOf(column, 0) - first);
  const pixels = new Int32Array(side * side);
  for (let row = 0; row < side; row++) {
    const start = indexOf(0, row);
    for (let column = 0; column < side; column++) {
      pixels[row * side + column] = start + (across[column] as number);
    }
  }
  return pixels;
}
