import { encodeValues } from '../../../../src/cam/evaluate/parity/mapValues.ts';
import type {
  ClassMapRecord,
  EvaluationRecord,
  PictureRecord,
} from '../../../../src/cam/results/evaluation/record.ts';

const WHOLE = { x: 0, y: 0, width: 60, height: 80 };

export function mapRecord(
  classIndex: number,
  rows: readonly (readonly number[])[],
  box: ClassMapRecord['box'] = null,
): ClassMapRecord {
  const size = { width: rows[0]?.length ?? 0, height: rows.length };
  return { classIndex, box, ...size, values: encodeValues(Float32Array.from(rows.flat())) };
}

export function pictureRecord(path: string, change: Partial<PictureRecord> = {}): PictureRecord {
  const photo = { width: WHOLE.width, height: WHOLE.height };
  return { path, photo, truth: 0, predicted: 0, area: WHOLE, maps: [], ...change };
}

export function record(
  name: string,
  pictures: PictureRecord[],
  labels = ['cat', 'dog', 'hen'],
): EvaluationRecord {
  return { version: 1, model: { name, hash: `hash of ${name}` }, labels, pictures };
}
