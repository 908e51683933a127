import { existsSync } from 'node:fs';
import { pictureColumn } from '../folder/tables/pictureColumn.ts';
import { PicturesByName } from '../folder/tables/picturesByName.ts';
import { HEADINGS, readTable, textsOf } from '../folder/tables/readTable.ts';
import { noColumn, noTable } from './errors.ts';

/** What a table may say of each picture, and the headings that say so. */
const WANTED = {
  class: HEADINGS.class,
  group:
    /^(group|sequence|video|scene|session|patient|subject|burst)s?([ _-]?(id|name|number|nr))?$/i,
} as const;

/**
 * What a table says of the pictures of a folder: the column with a heading that says so, or the only one beside the
 * names.
 * @param images paths relative to the folder, with `/`
 * @returns by path; pictures that the table does not name, or of which it says nothing, are not in it
 * @throws CamError `labelsUnreadable` if there is no such file or column
 */
export async function readPictureTable(
  file: string,
  wanted: keyof typeof WANTED,
  folder: string,
  images: readonly { path: string }[],
): Promise<Map<string, string>> {
  if (!existsSync(file)) throw noTable(file);
  const pictures = new PicturesByName(
    folder,
    images.map(({ path }) => path),
  );
  const table = await readTable(file, 'labelsUnreadable');
  const named = table && pictureColumn(table, pictures, true);
  if (!named) throw noColumn(file, wanted);
  const width = table.rows.reduce((most, row) => Math.max(most, row.length), 0);
  const others = Array.from({ length: width }, (_, column) => column).filter(
    (column) => column !== named.column,
  );
  const headed = others.filter((column) => WANTED[wanted].test(table.headings?.[column] ?? ''));
  const [column, ...more] = headed.length > 0 ? headed : others;
  if (column === undefined || more.length > 0) throw noColumn(file, wanted);
  const found = new Map<string, string>();
  for (const [i, row] of table.rows.entries()) {
    const picture = named.pictures[i];
    const text = cellText(row[column]);
    if (picture !== undefined && text !== '') found.set(picture, text);
  }
  return found;
}

function cellText(cell: unknown): string {
  return typeof cell === 'number' ? String(cell) : textsOf(cell).join(' ').trim();
}
