import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Geometry, Size } from '../../../../src/cam/base/geometry.ts';
import { mapOnPhoto } from '../../../../src/cam/evaluate/localization/mapOnPhoto.ts';

/** Numbers by NumPy, OpenCV and SciPy; see `make.py` beside them. */
export const expected = JSON.parse(
  readFileSync(
    path.join(import.meta.dirname, '../../../fixtures/evaluate/localization/expected.json'),
    'utf8',
  ),
);

/** A photo that the model sees as a whole. */
export function wholePhoto({ width, height }: Size): Geometry {
  const photo = { width, height };
  const crop = { x: 0, y: 0, width, height };
  return { photo, resized: photo, crop, seen: crop };
}

/** A square map on the grid of the scores. */
export function onGrid(values: readonly number[], photo: Size = { width: 224, height: 224 }) {
  const side = Math.sqrt(values.length);
  const map = { width: side, height: side, values: Float32Array.from(values) };
  return mapOnPhoto(map, wholePhoto(photo), { width: 224, height: 224 }, true);
}
