/** Width and height in pixels (of a picture) or in cells (of a map). */
export interface Size {
  width: number;
  height: number;
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
  /** The crop, in pixels of the resized photo; may begin below 0 where the crop is larger (zero padding). */
  crop: Rect;
  /** The part of the photo that the model saw, in photo pixels (fractions allowed). */
  seen: Rect;
  /**
   * The part of the resized photo under the map, in its pixels, where that is not the crop: a model that itself crops,
   * pads or moves the picture. May reach beyond the crop.
   */
  mapped?: Rect;
}
