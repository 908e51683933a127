import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Rect } from '../../src/cam/base/geometry.ts';

/** A photo of one object class, with the boxes around its objects in photo pixels. */
export interface Photo {
  /** Absolute path. */
  file: string;
  /** Index of its class. */
  label: number;
  boxes: Rect[];
}

/**
 * So many of the 60 ILSVRC photos of a folder of real data, evenly chosen from all of them.
 * @param data holds `photos/ilsvrc_val_60` with `boxes.json`
 */
export function readPhotos(data: string, count: number): Photo[] {
  const folder = path.join(data, 'photos', 'ilsvrc_val_60');
  const entries: { file: string; label: number; boxes_227: [number, number, number, number][] }[] =
    JSON.parse(readFileSync(path.join(folder, 'boxes.json'), 'utf8'));
  const photos = entries.map(({ file, label, boxes_227 }) => ({
    file: path.join(folder, file),
    label,
    boxes: boxes_227.map(([x, y, right, bottom]) => ({
      ...{ x, y },
      ...{ width: right - x, height: bottom - y },
    })),
  }));
  return photos.filter(
    (_, i) =>
      Math.floor((i * count) / photos.length) !== Math.floor(((i - 1) * count) / photos.length),
  );
}
