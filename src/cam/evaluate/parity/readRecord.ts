import { t } from '@vscode/l10n';
import { withoutUtf16 } from '../../base/decodeText.ts';
import type { JsonRange } from '../../base/jsonLists.ts';
import { listItems, membersOf } from '../../base/jsonLists.ts';
import { asStrings, isObject, isPositiveInteger } from '../../base/jsonShape.ts';
import { readRegular } from '../../base/smallFile.ts';
import type {
  ClassMapRecord,
  EvaluationRecord,
  PictureRecord,
} from '../../results/evaluation/record.ts';
import { invalidBaseline } from './errors.ts';

/** A report of 50,000 pictures with maps of 7×7 cells has about 30 MiB. */
const MAX_BYTES = 1000 * 2 ** 20;

/**
 * The record in a report of an earlier evaluation, checked throughout.
 * @param file JSON with the member `record`
 * @throws CamError `baselineInvalid`, naming the file, the place and the form that is expected
 */
export async function readRecord(file: string): Promise<EvaluationRecord> {
  const stored = await readRegular(file, 'baselineInvalid', MAX_BYTES);
  if (!stored) throw invalidBaseline.missing(file);
  try {
    return await recordIn(file, withoutUtf16(stored));
  } catch (error) {
    throw error instanceof SyntaxError ? invalidBaseline.notJson(file, error.message) : error;
  }
}

async function recordIn(file: string, bytes: Uint8Array): Promise<EvaluationRecord> {
  const range = (await membersOf(bytes))?.get('record');
  const record = range && bytes.subarray(range.from, range.to);
  const members = record && (await membersOf(record));
  if (!record || !members) throw invalidBaseline.noRecord(file);
  const member = (key: string): unknown => {
    const at = members.get(key);
    return at && JSON.parse(Buffer.from(record.subarray(at.from, at.to)).toString('utf8'));
  };
  if (member('version') !== 1) throw invalidBaseline.otherVersion(file);
  const model = member('model');
  if (!isObject(model) || typeof model.name !== 'string' || typeof model.hash !== 'string') {
    throw invalidBaseline.wrong(file, 'record.model', t('an object with name and hash'));
  }
  const labels = asStrings(member('labels'));
  if (!labels) throw invalidBaseline.wrong(file, 'record.labels', t('a list of labels'));
  const { name, hash } = model;
  const pictures = await picturesIn(file, record, members.get('pictures'), labels.length);
  return { version: 1, model: { name, hash }, labels, pictures };
}

async function picturesIn(
  file: string,
  record: Uint8Array,
  range: JsonRange | undefined,
  classes: number,
): Promise<PictureRecord[]> {
  const items = range && listItems(record, range);
  if (!items) throw invalidBaseline.wrong(file, 'record.pictures', t('a list of pictures'));
  const pictures: PictureRecord[] = [];
  for await (const item of items) {
    if (!isPicture(item, classes)) {
      const key = `record.pictures[${pictures.length}]`;
      const expected = t('an object with path, photo, truth, predicted, area and maps');
      throw invalidBaseline.wrong(file, key, expected);
    }
    pictures.push(item);
  }
  return pictures;
}

function isPicture(value: unknown, classes: number): value is PictureRecord {
  if (!isObject(value)) return false;
  const { path, photo, bytes, truth, predicted, area, maps } = value;
  return (
    typeof path === 'string' &&
    isObject(photo) &&
    isPositiveInteger(photo.width) &&
    isPositiveInteger(photo.height) &&
    (bytes === undefined || isPositiveInteger(bytes)) &&
    (truth === null || isClass(truth, classes)) &&
    isClass(predicted, classes) &&
    isRect(area) &&
    Array.isArray(maps) &&
    maps.every((map) => isMap(map, classes))
  );
}

function isMap(value: unknown, classes: number): value is ClassMapRecord {
  if (!isObject(value)) return false;
  const { classIndex, box, width, height, values } = value;
  return (
    isClass(classIndex, classes) &&
    (box === null || isRect(box)) &&
    isPositiveInteger(width) &&
    isPositiveInteger(height) &&
    typeof values === 'string' &&
    Buffer.byteLength(values, 'base64') === 4 * width * height
  );
}

function isClass(value: unknown, classes: number): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < classes;
}

/** With an extent: a map or a box covers something. */
function isRect(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { x, y, width, height } = value;
  const areFinite = [x, y, width, height].every(Number.isFinite);
  return areFinite && (width as number) > 0 && (height as number) > 0;
}
