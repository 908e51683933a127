import path from 'node:path';
import type { PictureColumn } from '../tables/pictureColumn.ts';
import { pictureColumn } from '../tables/pictureColumn.ts';
import type { PicturesByName } from '../tables/picturesByName.ts';
import type { Table } from '../tables/readTable.ts';
import { readTable, textsOf } from '../tables/readTable.ts';
import { classColumn } from './classColumn.ts';
import type { Doubt } from './labelReading.ts';
import { ClassReading } from './labelReading.ts';
import { oneHot } from './oneHot.ts';

/** The classes of pictures in wsolevaluation's metadata, by number from 0. */
export const WSOL_CLASSES = 'class_labels.txt';

/**
 * Classes from a table of pictures and classes; a picture may stand in several rows.
 * @param isInside see `PicturesByName.find`
 * @returns undefined if the file is something else
 * @throws CamError `labelsUnreadable`
 */
export async function readTableLabels(
  file: string,
  pictures: PicturesByName,
  isInside: boolean,
  labels: readonly string[],
): Promise<ClassReading | Doubt | undefined> {
  const table = await readTable(file, 'labelsUnreadable');
  const named = table && pictureColumn(table, pictures, isInside);
  if (!named) return undefined;
  const column = classColumn(table, named.column, labels, path.basename(file) === WSOL_CLASSES);
  if (!column) return readOneHot(file, table, named, labels);
  if ('doubt' in column) return column;
  const reading = new ClassReading('table', file);
  reading.countedFrom = column.countedFrom;
  for (const [i, row] of table.rows.entries()) {
    const { classes, unknown } = column.cellOf(row[column.index]);
    const picture = named.pictures[i];
    if (picture === undefined) {
      reading.missing.add(textsOf(row[named.column]).join(' '));
      continue;
    }
    reading.add(picture, classes);
    for (const name of unknown) reading.unknown.add(name);
  }
  return reading;
}

function readOneHot(
  file: string,
  table: Table,
  { column, pictures }: PictureColumn,
  labels: readonly string[],
): ClassReading | Doubt | undefined {
  const columns = oneHot(table, column, labels);
  if (!columns || 'doubt' in columns) return columns;
  const reading = new ClassReading('table', file);
  for (const name of columns.unknown) reading.unknown.add(name);
  for (const [i, row] of table.rows.entries()) {
    const picture = pictures[i];
    if (picture === undefined) reading.missing.add(textsOf(row[column]).join(' '));
    else reading.add(picture, columns.classesOf(row));
  }
  return reading;
}
