import { parse } from 'csv-parse/sync';
import { decodeText } from '../../base/decodeText.ts';
import type { CamErrorCode } from '../../base/errors.ts';
import { isObject, parseJson } from '../../base/jsonShape.ts';
import { isPictureName, PICTURE_ENDINGS } from '../../base/pictureNames.ts';
import { readRegular } from '../../base/smallFile.ts';

/** The rows of a file, each about a picture. */
export interface Table {
  /** Of the columns; undefined if the file has none. */
  headings: readonly string[] | undefined;
  /** Cells are text, or any value of JSON; a row may have fewer than others. */
  rows: readonly (readonly unknown[])[];
}

/** 1.3 million lines, as many as ILSVRC has pictures, have less. */
const MAX_BYTES = 100 << 20;

const DELIMITERS = ['\t', ',', ';', '|'];

/** Lines that tell which delimiter a file has. */
const FIRST_LINES = 50;

/** A picture's name before white space, which may have some itself. */
const NAME_AND_REST = new RegExp(`^(.+?\\.(?:${PICTURE_ENDINGS.join('|')})|\\S+)\\s+(.*)$`, 'i');

/** Headings of columns that are looked for. */
export const HEADINGS = {
  picture: /^(image|img|file|path|picture|photo|name)s?([ _-]?(id|name|path|file))?$|^(id|key)$/i,
  class:
    /^(label|class|categor(y|ie)|target|truth|ground[ _-]?truth|synset|wnid|wordnet|species|breed|predictionstring)(s|es)?([ _-]?(id|name|ind(ex|ices)|idx|label|number|nr)s?)*$/i,
  coordinate:
    /^(x|y|w|h|width|height|left|top|right|bottom|[xy]_?(min|max|[012])|bbox_?[xywh]|(min|max)_?[xy])$/i,
};

/**
 * Reads a file of rows: CSV, TSV, lines of a name and the rest, or JSON as a list of objects or of lists, as an object by
 * the names of pictures, or as one that has a single list of objects.
 * @param code of the errors
 * @returns undefined if there is no file, or something else in it
 * @throws CamError with `code`
 */
export async function readTable(file: string, code: CamErrorCode): Promise<Table | undefined> {
  const bytes = await readRegular(file, code, MAX_BYTES);
  if (!bytes) return undefined;
  const { text } = decodeText(bytes);
  return /^\s*[[{]/.test(text) ? tableOfJson(parseJson(text)) : tableOfText(text);
}

/** The lines of a text without empty ones at its end, each without white space around it. */
export function linesOf(text: string): string[] {
  return text
    .trimEnd()
    .split(/\r\n|\n|\r/)
    .map((line) => line.trim());
}

/** A cell as texts: several where it is a list. */
export function textsOf(cell: unknown): string[] {
  if (typeof cell === 'string') return [cell];
  if (typeof cell === 'number') return [String(cell)];
  return Array.isArray(cell) && !cell.some(Array.isArray) ? cell.flatMap(textsOf) : [];
}

function tableOfText(text: string): Table | undefined {
  if (text.includes('\0')) return undefined;
  const rows = rowsOf(text);
  const [first = []] = rows;
  if (rows.length === 0 || first.length < 2) return undefined;
  return isHeading(first)
    ? { headings: first, rows: rows.slice(1) }
    : { headings: undefined, rows };
}

function rowsOf(text: string): string[][] {
  const lines = linesOf(text).filter((line) => line !== '');
  const delimiter = delimiterOf(lines.slice(0, FIRST_LINES));
  if (delimiter === undefined) return lines.map((line) => NAME_AND_REST.exec(line)?.slice(1) ?? []);
  if (!text.includes('"')) {
    return lines.map((line) => line.split(delimiter).map((cell) => cell.trim()));
  }
  const options = { delimiter, trim: true, skip_empty_lines: true, relax_column_count: true };
  return parse(text, { ...options, relax_quotes: true, bom: true });
}

/** What stands equally often in all lines, or in all of them. */
function delimiterOf(lines: readonly string[]): string | undefined {
  const counts = DELIMITERS.map((delimiter) => lines.map((line) => line.split(delimiter).length));
  const equal = counts.findIndex((of) => (of[0] ?? 0) > 1 && of.every((count) => count === of[0]));
  return DELIMITERS[equal < 0 ? counts.findIndex((of) => of.every((count) => count > 1)) : equal];
}

function isHeading(row: readonly string[]): boolean {
  const isData = (cell: string) => isPictureName(cell) || /^[\d.+-]+$|^n\d{8}\b/.test(cell);
  return (
    !row.some(isData) &&
    row.some((cell) => Object.values(HEADINGS).some((heading) => heading.test(cell)))
  );
}

function tableOfJson(value: unknown): Table | undefined {
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every(isObject)) return tableOfRecords(value);
    const isRow = (item: unknown) => Array.isArray(item) && item.length > 1;
    return value.length > 0 && value.every(isRow)
      ? { headings: undefined, rows: value }
      : undefined;
  }
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value);
  if (entries.length > 0 && entries.every(([, item]) => isObject(item))) {
    return tableOfRecords(entries.map(([key, item]) => ({ key, ...(item as object) })));
  }
  // {"info": …, "items": [{…}]}
  const [list, ...others] = entries.flatMap(([, item]) =>
    Array.isArray(item) && item.length > 0 && item.every(isObject) ? [item] : [],
  );
  if (list) return others.length > 0 ? undefined : tableOfRecords(list);
  return { headings: undefined, rows: entries };
}

function tableOfRecords(records: readonly object[]): Table {
  const headings = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const rows = records.map((record) => {
    const cells = new Map<string, unknown>(Object.entries(record));
    return headings.map((heading) => cells.get(heading));
  });
  return { headings, rows };
}
