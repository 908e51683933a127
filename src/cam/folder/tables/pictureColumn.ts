import type { PicturesByName } from './picturesByName.ts';
import { WAYS } from './picturesByName.ts';
import type { Table } from './readTable.ts';

/** The column of a table that names the pictures of a folder. */
export interface PictureColumn {
  column: number;
  /** The picture of each row, relative to the folder; undefined for one that is not in it. */
  pictures: (string | undefined)[];
}

const NUMBER = /^\d+$/;

/** Rows that tell the column, if half of them name a picture. */
const SAMPLE = 200;

/**
 * The column that names most pictures of a folder; of equal ones the first.
 * @param isInside see `PicturesByName.find`
 * @returns undefined if none names any
 */
export function pictureColumn(
  { headings, rows }: Table,
  pictures: PicturesByName,
  isInside: boolean,
): PictureColumn | undefined {
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const columns = Array.from({ length: width }, (_, column) => column).filter(
    // Without a heading, numbers may be those of classes: "0 cat" is no picture 0.jpg.
    (column) => headings || !rows.every((row) => NUMBER.test(String(row[column]))),
  );
  const find = (name: string) => pictures.find(name, isInside, WAYS);
  const best = (from: Table['rows'], how: (name: string) => string | undefined) =>
    columns
      .map((column) => readColumn(from, column, how))
      .reduce((a, b) => (b.count > a.count ? b : a), NONE);
  const step = Math.max(1, Math.floor(rows.length / SAMPLE));
  const sample = rows.filter((_, i) => i % step === 0);
  for (const way of WAYS) {
    const named = best(sample, (name) => pictures.findExactly(name, isInside, way));
    if (2 * named.count >= sample.length) {
      const { column } = named;
      const pictureOf = (name: unknown) =>
        typeof name === 'string'
          ? (pictures.findExactly(name, isInside, way) ?? find(name))
          : undefined;
      return { column, pictures: rows.map((row) => pictureOf(row[column])) };
    }
  }
  const named = best(rows, find);
  return named.count > 0 ? named : undefined;
}

interface NamedColumn extends PictureColumn {
  /** Different pictures. */
  count: number;
}

const NONE: NamedColumn = { column: -1, pictures: [], count: 0 };

function readColumn(
  rows: Table['rows'],
  column: number,
  find: (name: string) => string | undefined,
): NamedColumn {
  const known = new Map<string, string | undefined>();
  const pictures = rows.map((row) => {
    const name = row[column];
    if (typeof name !== 'string' || name === '') return undefined;
    const before = known.get(name);
    if (before !== undefined || known.has(name)) return before;
    const picture = find(name);
    known.set(name, picture);
    return picture;
  });
  const named = new Set(known.values());
  named.delete(undefined);
  return { column, pictures, count: named.size };
}
