import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Size } from '../../../../src/cam/base/geometry.ts';
import { mapOnPhoto } from '../../../../src/cam/evaluate/localization/mapOnPhoto.ts';
import { wholePhoto } from '../support/wholePhoto.ts';

/** Numbers by NumPy and OpenCV; see `make.py` beside them. */
export const expected = JSON.parse(
  readFileSync(
    path.join(import.meta.dirname, '../../../fixtures/evaluate/localization/expected.json'),
    'utf8',
  ),
);

/** A square map on the grid of the scores. */
export function onGrid(values: readonly number[], photo: Size = { width: 224, height: 224 }) {
  const side = Math.sqrt(values.length);
  const map = { width: side, height: side, values: Float32Array.from(values) };
  return mapOnPhoto(map, wholePhoto(photo), { width: 224, height: 224 }, true);
}
