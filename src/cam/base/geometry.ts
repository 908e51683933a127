/** Width and height in pixels (of a picture) or in cells (of a map). */
export interface Size {
  width: number;
  height: number;
}

/** A size as people write it: one number for a square. */
export type Sides = number | Size;

export function sidesOf(sides: Sides): Size {
  return typeof sides === 'number' ? { width: sides, height: sides } : sides;
}

/** One number if the sides are equal. */
export function asSides({ width, height }: Size): Sides {
  return width === height ? width : { width, height };
}

/** `224` for a square, else `192×48`. */
export function sidesText(sides: Sides): string {
  const { width, height } = sidesOf(sides);
  return width === height ? String(width) : `${width}×${height}`;
}

/** Axis-aligned rectangle; x and y are its left and top edge. */
export interface Rect extends Size {
  x: number;
  y: number;
}

/**
 * Where the model's input comes from: photo → resized → crop = model input.
 * All rectangles are in the pixels of the picture named.
 */
export interface Geometry {
  /** Decoded photo, EXIF orientation not applied. */
  photo: Size;
  /** Photo after resizing, before the crop. */
  resized: Size;
  /** The crop, in pixels of the resized photo; may begin below 0 where the crop is larger (padding). */
  crop: Rect;
  /** The part of the photo that the model saw, in photo pixels (fractions allowed). */
  seen: Rect;
  /**
   * The part of the resized photo under the map, in its pixels, where that is not the crop: a model that itself crops,
   * pads or moves the picture. May reach beyond the crop.
   */
  mapped?: Rect;
}
