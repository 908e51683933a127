import type { Rect, Size } from '../../base/geometry.ts';
import type { AnnotationSource } from '../../results/evaluation/overview.ts';
import type { Tally } from '../tables/tally.ts';
import type { LeftOut } from './leftOut.ts';

/** Objects of pictures, in any annotation format. */
export interface AnnotationSet {
  /** The file, or the folder of the files, absolute. */
  source: string;
  kind: AnnotationSource['kind'];
  hasMasks: boolean;
  images: AnnotatedImage[];
  /** Names of pictures that are not in the folder. */
  missing: Tally;
  /** Names of all categories, where they are known before the files of single pictures are read. */
  categories: readonly string[];
  /** What a category belongs to, by its name: COCO's `supercategory`. */
  groups?: ReadonlyMap<string, string>;
  /** Absolute paths of the files that say it, also of single pictures; `source` if left out. */
  files?: readonly string[];
  /** Absolute paths of the files of masks, also of those that belong to no picture. */
  masks?: readonly string[];
}

/** A decoded picture, as far as its annotation has to fit it. */
export interface AnnotatedPicture extends Size {
  /** EXIF orientation, which is not applied: how a viewer turns the picture; 1 for not at all. */
  orientation: number;
}

/** The objects of one picture. */
export interface AnnotatedImage {
  /** Absolute path of the picture. */
  path: string;
  /**
   * Reads the objects; masks are decoded on first use.
   * @param leftOut gets the objects that cannot be used
   * @throws CamError `annotationsInvalid` if none can
   */
  read(picture: AnnotatedPicture, leftOut: LeftOut): Promise<ImageAnnotation>;
  /**
   * Names of the objects' categories, each once, without regard to whether the objects can be used.
   * @throws CamError `annotationsInvalid`
   */
  categories(): Promise<readonly string[]>;
}

export interface ImageAnnotation extends Coordinates {
  /** The file that holds it. */
  file: string;
  objects: AnnotatedObject[];
  /** 1 where the annotation says nothing, row-major; undefined if it says something everywhere. */
  ignored: Uint8Array | undefined;
}

/** In which coordinates objects are given. */
export interface Coordinates {
  size: Size;
  /** EXIF orientation in which the picture was when it was annotated: 1 if it was as it is stored. */
  orientation: number;
}

export interface AnnotatedObject {
  /** Of its category; empty if it is of whatever class the picture is. */
  name: string;
  /** Whether its pixels are annotated, and not only a box. */
  hasMask: boolean;
  /** Whether it stands for many that are not told apart (COCO's `iscrowd`). */
  isCrowd: boolean;
  /**
   * Its boxes, by their edges in the annotation's pixels. A mask of a whole class has one around each connected part.
   * @throws CamError `annotationsInvalid`
   */
  boxes(): readonly Rect[];
  /**
   * Whether the object covers each of some pixels, 1 if it does.
   * @throws CamError `annotationsInvalid`
   */
  covers(asked: AskedPixels): Uint8Array;
}

/** Some pixels of a picture: a naming looks at a few of a large one. */
export interface AskedPixels {
  /** index = y·width + x, −1 for none */
  pixels: Int32Array;
  rows: readonly AskedRow[];
}

/** The asked pixels of one row. */
export interface AskedRow {
  y: number;
  /** Ascending. */
  columns: Int32Array;
  /** Place of each of them among all asked pixels. */
  places: Int32Array;
}

/** A crowd has fewer; this limits the time for one picture. */
export const MAX_OBJECTS = 2000;
