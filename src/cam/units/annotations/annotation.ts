import type { Size } from '../../base/geometry.ts';
import { invalidAnnotations } from './errors.ts';

/** Objects of pictures, whatever form they are written in. */
export interface AnnotationSet {
  /** The file, or the folder of the files, absolute. */
  source: string;
  images: AnnotatedImage[];
}

/** What one picture shows. */
export interface AnnotatedImage {
  /** Absolute path of the picture. */
  path: string;
  /**
   * Reads the objects; masks are decoded when they are asked for.
   * @throws CamError `annotationsInvalid`
   */
  read(): Promise<ImageAnnotation>;
}

export interface ImageAnnotation {
  /** Size that the objects are drawn in: the picture's, EXIF orientation not applied. */
  size: Size;
  objects: AnnotatedObject[];
  /** 1 where the annotation says nothing, row-major; undefined where it says something everywhere. */
  ignored: Uint8Array | undefined;
}

export interface AnnotatedObject {
  name: string;
  /**
   * 1 where the object is, row-major: index = y·width + x.
   * @throws CamError `annotationsInvalid`
   */
  mask(): Uint8Array;
}

/** No annotated picture is larger; a mask of so many pixels is the most that is ever made. */
const MAX_MASK_PIXELS = 1 << 26;

/** The size, if it is one that a mask can have. @throws CamError `annotationsInvalid` */
export function checkedSize(file: string, width: unknown, height: unknown, of: string): Size {
  const isSide = (side: unknown): side is number => Number.isInteger(side) && Number(side) > 0;
  if (!isSide(width) || !isSide(height)) {
    throw invalidAnnotations.noSize(file, of);
  }
  if (width * height > MAX_MASK_PIXELS) {
    throw invalidAnnotations.tooManyPixels(file, width, height, of);
  }
  return { width, height };
}
