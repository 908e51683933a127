import type { NamedPicture, PicturesByName } from './picturesByName.ts';
import { certainPictures, WAYS } from './picturesByName.ts';
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
  const best = (from: Table['rows'], how: Find) =>
    columns
      .map((column) => readColumn(from, column, how))
      .reduce((a, b) => (b.count > a.count ? b : a), NONE);
  const step = Math.max(1, Math.floor(rows.length / SAMPLE));
  const sample = rows.filter((_, i) => i % step === 0);
  for (const way of WAYS) {
    const exactly = (name: string) => pictures.findExactly(name, isInside, way);
    const { column, count } = best(sample, exactly);
    if (2 * count < sample.length) continue;
    return certainColumn(
      rows,
      readColumn(rows, column, (name) => exactly(name) ?? find(name)),
    );
  }
  const named = best(rows, find);
  return named.count > 0 ? certainColumn(rows, named) : undefined;
}

/** The picture that a name means. */
type Find = (name: string) => NamedPicture | undefined;

/** A column, with what its different names mean. */
interface NamedColumn {
  column: number;
  names: ReadonlyMap<string, NamedPicture>;
  /** Different pictures. */
  count: number;
}

const NONE: NamedColumn = { column: -1, names: new Map(), count: 0 };

function readColumn(rows: Table['rows'], column: number, find: Find): NamedColumn {
  const looked = new Set<unknown>(['']);
  const names = new Map<string, NamedPicture>();
  for (const row of rows) {
    const name = row[column];
    if (typeof name !== 'string' || looked.has(name)) continue;
    looked.add(name);
    const named = find(name);
    if (named) names.set(name, named);
  }
  const count = new Set([...names.values()].map(({ picture }) => picture)).size;
  return { column, names, count };
}

function certainColumn(rows: Table['rows'], { column, names }: NamedColumn): PictureColumn {
  const certain = certainPictures(names);
  return { column, pictures: rows.map((row) => certain.get(row[column] as string)) };
}
