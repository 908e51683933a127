import { t } from '@vscode/l10n';
import type { ClassOf } from '../../config/labels/classNames.ts';
import { classesByWords } from '../../config/labels/classNames.ts';
import { readClassNumbers } from '../../config/labels/classNumbers.ts';
import type { Table } from '../tables/readTable.ts';
import { HEADINGS, textsOf } from '../tables/readTable.ts';
import type { Doubt } from './labelReading.ts';
import { numberDoubt } from './labelTexts.ts';

/** What a cell says: classes, and names that are none. */
interface CellClasses {
  classes: readonly number[];
  unknown: readonly string[];
}

/** A column that names a class in each row. */
interface ClassColumn {
  /** From where numbers are counted; undefined if classes are named. */
  countedFrom: number | undefined;
  index: number;
  cellOf(cell: unknown): CellClasses;
}

const NUMBER = /^\d+$/;
const WORDNET_IDS = /\bn\d{8}\b/g;

/** A column by its texts. */
interface Column {
  index: number;
  isHeaded: boolean;
  /** Different texts, and in how many rows each stands. */
  texts: ReadonlyMap<string, number>;
  rows: number;
}

/**
 * The column of a table that names the classes: by words or WordNet ids, else by numbers. A heading that says so decides;
 * without one a column has to name a class in half of its rows, and to be the only column of numbers. Never guessed:
 * columns that contradict each other, and numbers that may be counted in several ways, are refused.
 * @param pictures the column that names the pictures
 * @param isFromZero whether the form of the file says that numbers are counted from 0
 * @returns undefined if no column is about classes
 */
export function classColumn(
  table: Table,
  pictures: number,
  labels: readonly string[],
  isFromZero: boolean,
): ClassColumn | Doubt | undefined {
  const columns = columnsOf(table, pictures);
  const headed = columns.filter(({ isHeaded }) => isHeaded);
  const names = columns.flatMap(({ texts }) => [...texts.keys()].flatMap(formsOf));
  const byWords = classesByWords(labels, names);
  return (
    byName(headed, byWords, table, true) ??
    byName(columns, byWords, table, columns.length === 1) ??
    byNumber(headed.length > 0 || table.headings ? headed : columns, labels, isFromZero) ??
    namesNoClass(headed, table)
  );
}

function columnsOf({ headings, rows }: Table, pictures: number): Column[] {
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const others = Array.from({ length: width }, (_, index) => index).filter(
    (one) => one !== pictures,
  );
  const columns = others.map((index) => {
    const texts = new Map<string, number>();
    const count = (text: string) => {
      if (text !== '') texts.set(text, (texts.get(text) ?? 0) + 1);
    };
    for (const row of rows) {
      const cell = row[index];
      if (typeof cell === 'string') count(cell);
      else textsOf(cell).forEach(count);
    }
    const isHeaded = HEADINGS.class.test(headings?.[index] ?? '');
    const all = [...texts.values()].reduce((sum, count) => sum + count, 0);
    return { index, isHeaded, texts, rows: all };
  });
  return columns.filter(({ texts }) => texts.size > 0);
}

/** @param isSure whether one row is enough, and one class */
function byName(
  columns: readonly Column[],
  byWords: ClassOf,
  table: Table,
  isSure: boolean,
): ClassColumn | Doubt | undefined {
  const found = columns.flatMap((column) => {
    const known = new Map([...column.texts.keys()].map((text) => [text, readText(text, byWords)]));
    const classes = new Set([...known.values()].flatMap((cell) => cell.classes));
    const named = [...column.texts].reduce(
      (sum, [text, rows]) => sum + (known.get(text)?.classes.length ? rows : 0),
      0,
    );
    const isOne = isSure ? named > 0 : 2 * named >= column.rows && classes.size > 1;
    return isOne ? [{ column, known, share: named / column.rows }] : [];
  });
  found.sort((a, b) => b.share - a.share || a.column.index - b.column.index);
  const [best, ...others] = found;
  if (!best) return undefined;
  const textAt = (row: readonly unknown[], { column, known }: (typeof found)[number]) =>
    textsOf(row[column.index]).flatMap((text) => known.get(text)?.classes ?? []);
  const other = others.find((one) =>
    table.rows.some((row) => {
      const [a, b] = [textAt(row, best), textAt(row, one)];
      return a.length > 0 && b.length > 0 && !b.some((classIndex) => a.includes(classIndex));
    }),
  );
  if (other) {
    const numbers = [best.column.index + 1, other.column.index + 1] as const;
    return { doubt: t('Its columns {0} and {1} name different classes.', ...numbers) };
  }
  const { index } = best.column;
  return { countedFrom: undefined, index, cellOf: cellReader(best.known) };
}

function byNumber(
  columns: readonly Column[],
  labels: readonly string[],
  isFromZero: boolean,
): ClassColumn | Doubt | undefined {
  const numbered = columns.filter(({ texts }) => [...texts.keys()].every(isNumber));
  const [column] = numbered;
  if (!column || numbered.length > 1) return undefined;
  const reading = readClassNumbers([...column.texts.keys()].map(Number), labels, isFromZero);
  if ('doubt' in reading) return numberDoubt(reading.doubt);
  const { first } = reading;
  const known = new Map(
    [...column.texts.keys()].map((text) => {
      return [text, { classes: [Number(text) - first], unknown: [] }];
    }),
  );
  return { countedFrom: first, index: column.index, cellOf: cellReader(known) };
}

function isNumber(text: string): boolean {
  return NUMBER.test(text);
}

function namesNoClass(headed: readonly Column[], { headings }: Table): Doubt | undefined {
  const [column] = headed;
  const [name] = column?.texts.keys() ?? [];
  if (!column || name === undefined) return undefined;
  const heading = headings?.[column.index] ?? '';
  return {
    doubt: t('Its column "{0}" names no class of the model; it has "{1}".', heading, name),
  };
}

const NOTHING: CellClasses = { classes: [], unknown: [] };

function cellReader(known: ReadonlyMap<string, CellClasses>): ClassColumn['cellOf'] {
  return (cell) => {
    if (typeof cell === 'string') return known.get(cell) ?? NOTHING;
    const [first, ...more] = textsOf(cell).map((text) => known.get(text) ?? NOTHING);
    if (!first || more.length === 0) return first ?? NOTHING;
    const all = [first, ...more];
    return {
      classes: [...new Set(all.flatMap(({ classes }) => classes))],
      unknown: all.flatMap(({ unknown }) => unknown),
    };
  };
}

/** A text that names one class, or several with `;` or `|` between them, or by WordNet ids among numbers. */
function readText(text: string, byWords: ClassOf): CellClasses {
  const ids = idsIn(text);
  const whole = ids ? undefined : byWords(text);
  if (whole !== undefined) return { classes: [whole], unknown: [] };
  const classes = new Set<number>();
  const unknown: string[] = [];
  for (const part of ids ?? namesIn(text)) {
    const classIndex = byWords(part);
    if (classIndex === undefined) unknown.push(part);
    else classes.add(classIndex);
  }
  return { classes: [...classes], unknown };
}

/** Everything that {@link readText} looks up. */
function formsOf(text: string): string[] {
  return isNumber(text) ? [text] : [text, ...(idsIn(text) ?? namesIn(text))];
}

/** WordNet ids that stand without words. */
function idsIn(text: string): string[] | undefined {
  const ids = text.match(WORDNET_IDS);
  return ids && !/[a-z]/i.test(text.replaceAll(WORDNET_IDS, '')) ? [...new Set(ids)] : undefined;
}

function namesIn(text: string): string[] {
  return text.split(/[;|]/).map((part) => part.trim());
}
