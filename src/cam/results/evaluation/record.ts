import type { Rect, Size } from '../../base/geometry.ts';

/** What a report keeps of a folder under one model for a later comparison: its member `record`, as JSON. */
export interface EvaluationRecord {
  version: 1;
  model: { name: string; hash: string };
  /** Names of all classes. */
  labels: string[];
  pictures: PictureRecord[];
}

export interface PictureRecord {
  /** Relative to the folder, with `/`. */
  path: string;
  /** The decoded photo, EXIF orientation not applied. */
  photo: Size;
  /** Size of the file; left out in records of earlier versions. */
  bytes?: number;
  /** The right class; null without a label. */
  truth: number | null;
  predicted: number;
  /** Where the maps lie: photo pixels, fractions allowed, may reach beyond the photo. */
  area: Rect;
  /** Of the predicted class; in a record that is made for a comparison also of the class that the other predicted. */
  maps: ClassMapRecord[];
}

export interface ClassMapRecord {
  classIndex: number;
  /** The paper's box, photo pixels; null if nothing supports the class. */
  box: Rect | null;
  /** Cells, at most 16 by 16: those of larger maps are means. */
  width: number;
  height: number;
  /** Row-major float32, little-endian, as base64. */
  values: string;
}
