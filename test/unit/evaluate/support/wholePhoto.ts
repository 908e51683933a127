import type { Geometry, Size } from '../../../../src/cam/base/geometry.ts';

/** A photo that the model sees as a whole. */
export function wholePhoto({ width, height }: Size): Geometry {
  const photo = { width, height };
  const crop = { x: 0, y: 0, width, height };
  return { photo, resized: photo, crop, seen: crop };
}
