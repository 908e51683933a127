import { t } from '@vscode/l10n';
import { classesByWords } from '../../config/labels/classNames.ts';
import type { Table } from '../tables/readTable.ts';
import type { Doubt } from './labelReading.ts';

/** The classes of rows in which each class has a column. */
interface OneHot {
  classesOf(row: readonly unknown[]): number[];
  /** Headings of such columns that name no class. */
  unknown: string[];
}

/**
 * Columns of 0 and 1 that are named as classes, as in ISIC's ground truth: a row is of each class that has 1.
 * @param pictures the column that names the pictures
 * @returns undefined if there are not two columns of 0 and 1; a doubt if they name fewer than two classes
 */
export function oneHot(
  { headings, rows }: Table,
  pictures: number,
  labels: readonly string[],
): OneHot | Doubt | undefined {
  const columns = (headings ?? []).flatMap((name, index) =>
    index !== pictures && rows.every((row) => isBit(row[index])) ? [{ name, index }] : [],
  );
  if (columns.length < 2 || rows.length === 0) return undefined;
  const classOf = classesByWords(
    labels,
    columns.map(({ name }) => name),
  );
  const named = columns.flatMap(({ name, index }) => {
    const classIndex = classOf(name);
    return classIndex === undefined ? [] : [{ classIndex, index, name }];
  });
  if (new Set(named.map(({ classIndex }) => classIndex)).size < 2) {
    const names = columns.map(({ name }) => name).join(', ');
    return { doubt: t('Its columns of 0 and 1 name no two classes of the model: {0}.', names) };
  }
  return {
    classesOf: (row) =>
      named.flatMap(({ classIndex, index }) => (Number(row[index]) === 1 ? [classIndex] : [])),
    unknown: columns.flatMap(({ name }) => (named.some((one) => one.name === name) ? [] : [name])),
  };
}

/** `0`, `1`, `0.0` or `1.0`, as text or as a number. */
function isBit(cell: unknown): boolean {
  const isNumber = typeof cell === 'number' || (typeof cell === 'string' && cell.trim() !== '');
  return isNumber && (Number(cell) === 0 || Number(cell) === 1);
}
