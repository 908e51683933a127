import type { Size } from '../../base/geometry.ts';
import { invalidAnnotations } from './errors.ts';

/** Objects of pictures, in any annotation format. */
export interface AnnotationSet {
  /** The file, or the folder of the files, absolute. */
  source: string;
  images: AnnotatedImage[];
}

/** The objects of one picture. */
export interface AnnotatedImage {
  /** Absolute path of the picture. */
  path: string;
  /**
   * Reads the objects; masks are decoded on first use.
   * @throws CamError `annotationsInvalid`
   */
  read(): Promise<ImageAnnotation>;
}

export interface ImageAnnotation {
  /** Size of the objects' coordinates: the picture's, EXIF orientation not applied. */
  size: Size;
  objects: AnnotatedObject[];
  /** 1 where the annotation says nothing, row-major; undefined if it says something everywhere. */
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

/** No annotated picture is larger; this limits the size of a mask. */
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
