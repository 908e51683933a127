import type { PicturesByName } from './picturesByName.ts';
import type { Table } from './readTable.ts';

/** The column of a table that names the pictures of a folder. */
export interface PictureColumn {
  column: number;
  /** The picture of each row, relative to the folder; undefined for one that is not in it. */
  pictures: (string | undefined)[];
}

/**
 * The column that names most pictures of a folder; of equal ones the first.
 * @param isInside see `PicturesByName.find`
 * @returns undefined if none names any
 */
export function pictureColumn(
  { rows }: Table,
  pictures: PicturesByName,
  isInside: boolean,
): PictureColumn | undefined {
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  let best: (PictureColumn & { named: number }) | undefined;
  for (let column = 0; column < width; column++) {
    const known = new Map<string, string | undefined>();
    const found = rows.map((row) => {
      const name = row[column];
      if (typeof name !== 'string' || name === '') return undefined;
      if (!known.has(name)) known.set(name, pictures.findLoosely(name, isInside));
      return known.get(name);
    });
    const named = new Set(found);
    named.delete(undefined);
    if (named.size > (best?.named ?? 0)) best = { column, pictures: found, named: named.size };
  }
  return best;
}
