import { asNumbers } from '../../base/jsonShape.ts';
import type { Table } from './readTable.ts';
import { HEADINGS, textsOf } from './readTable.ts';

/** What the four numbers of a box are: left, top, right and bottom, or left, top, width and height. */
export type BoxForm = 'corners' | 'size';

/** The boxes of one row, as they stand there. */
export interface RowBoxes {
  /** Size of the picture that the numbers belong to; undefined if the row does not state it. */
  size: { width: unknown; height: unknown } | undefined;
  boxes: RowBox[];
}

export interface RowBox {
  numbers: readonly number[];
  /** Of its category; empty if there is none. */
  name: string;
}

/** The columns of a table that give boxes. */
interface BoxColumns {
  /** Undefined if the headings do not say it. */
  form: BoxForm | undefined;
  /** Whether headings say that these are boxes, and not any numbers. */
  areNamed: boolean;
  /**
   * The boxes of a row; several alternatives if it gives them for pictures of several sizes.
   * @returns none if the row has no box; undefined if its numbers are damaged
   */
  of(row: readonly unknown[]): RowBoxes[] | undefined;
}

/** Headings of the four columns, without `bbox`, `_` and the like. */
const FORMS: [form: BoxForm, headings: readonly [string, string, string, string]][] = [
  ['corners', ['x0', 'y0', 'x1', 'y1']],
  ['corners', ['x1', 'y1', 'x2', 'y2']],
  ['corners', ['xmin', 'ymin', 'xmax', 'ymax']],
  ['corners', ['left', 'top', 'right', 'bottom']],
  ['size', ['x', 'y', 'width', 'height']],
  ['size', ['x', 'y', 'w', 'h']],
  ['size', ['xmin', 'ymin', 'width', 'height']],
  ['size', ['left', 'top', 'width', 'height']],
];

/** A column with all boxes of a row; what follows is the form, or the size of the picture: `boxes_227`. */
const BOX_LIST = /^b?box(?:es)?(?:[ _-]?(xyxy|xywh))?(?:[ _-](.+))?$/i;

/** Boxes of ILSVRC's challenge on Kaggle: `n03995372 85 1 499 272 n…`, corners. */
const PREDICTIONS = /^predictionstring$/i;
const PREDICTION = /(n\d{8})((?:\s+\d+){4})(?=\s|$)/g;

const WORDNET_ID = /^n\d{8}$/;

/**
 * The columns of boxes: four with headings, one with a list of boxes, or, without headings, the only four of numbers.
 * @param pictures the column that names the pictures
 * @returns undefined if there are none
 */
export function boxColumns(table: Table, pictures: number): BoxColumns | undefined {
  const others = otherColumns(table, pictures);
  return (
    headedColumns(table, others) ??
    listColumns(table, others) ??
    predictionColumn(table) ??
    bareColumns(table, others)
  );
}

function otherColumns({ rows }: Table, pictures: number): number[] {
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  return Array.from({ length: width }, (_, column) => column).filter((one) => one !== pictures);
}

function headedColumns(table: Table, others: readonly number[]): BoxColumns | undefined {
  const names = (table.headings ?? []).map((heading) =>
    heading.toLowerCase().replaceAll(/[ _-]|^b?box/g, ''),
  );
  const columnOf = (name: string) => names.indexOf(name);
  for (const [form, headings] of FORMS) {
    const columns = headings.map(columnOf);
    if (columns.includes(-1)) continue;
    const [width, height] = form === 'corners' ? ['width', 'height'].map(columnOf) : [];
    const nameOf = categoryReader(table, new Set(others), new Set(columns));
    return {
      form,
      areNamed: true,
      of: (row) => {
        const size = sizeIn(row, width, height);
        return oneBox(columns, row, nameOf(row)[0] ?? '', size);
      },
    };
  }
  return undefined;
}

function listColumns(table: Table, others: readonly number[]): BoxColumns | undefined {
  const headings = table.headings ?? [];
  const lists = headings.flatMap((heading, column) => {
    const [whole, form, suffix] = BOX_LIST.exec(heading) ?? [];
    return whole === undefined ? [] : [{ column, form, sizeOf: sizeReader(headings, suffix) }];
  });
  if (lists.length === 0) return undefined;
  const columns = new Set(lists.map(({ column }) => column));
  const nameOf = categoryReader(table, new Set(others), columns);
  const forms = new Set(lists.map(({ form }) => form?.toLowerCase()));
  const [form] = forms;
  return {
    form: forms.size > 1 || !form ? undefined : form === 'xyxy' ? 'corners' : 'size',
    areNamed: true,
    of: (row) => {
      const names = nameOf(row);
      const alternatives: RowBoxes[] = [];
      for (const { column, sizeOf } of lists) {
        const cell = row[column] ?? [];
        const all = Array.isArray(cell) ? cell : undefined;
        const boxes = all && (typeof all[0] === 'number' ? [all] : all).map(asNumbers);
        if (!boxes?.every((box) => box?.length === 4)) return undefined;
        const name = (i: number) =>
          (names.length === boxes.length ? names[i] : names.length === 1 ? names[0] : '') ?? '';
        const read = boxes.map((numbers, i) => ({ numbers: numbers ?? [], name: name(i) }));
        if (read.length > 0) alternatives.push({ size: sizeOf(row), boxes: read });
      }
      return alternatives;
    },
  };
}

/** The size that the end of a heading states: `227`, `640x480`, or `orig` with columns `orig_w` and `orig_h`. */
function sizeReader(
  headings: readonly string[],
  suffix: string | undefined,
): (row: readonly unknown[]) => RowBoxes['size'] {
  const [, width, height = width] = /^(\d+)(?:[x×](\d+))?$/.exec(suffix ?? '') ?? [];
  if (width !== undefined) {
    const size = { width: Number(width), height: Number(height) };
    return () => size;
  }
  const column = (name: string) =>
    headings.findIndex((heading) => {
      const plain = heading.toLowerCase().replaceAll(/[ _-]/g, '');
      const said = suffix === undefined ? ['', 'image', 'img'] : [suffix.toLowerCase()];
      return said.some((one) => plain === one + name || plain === one + name.charAt(0));
    });
  const [w, h] = [column('width'), column('height')];
  return (row) => sizeIn(row, w, h);
}

function predictionColumn({ headings }: Table): BoxColumns | undefined {
  const column = headings?.findIndex((heading) => PREDICTIONS.test(heading)) ?? -1;
  if (column < 0) return undefined;
  return {
    form: 'corners',
    areNamed: true,
    of: (row) => {
      const text = String(row[column] ?? '');
      const boxes = [...text.matchAll(PREDICTION)].map(([, name = '', numbers = '']) => {
        return { name, numbers: numbers.trim().split(/\s+/).map(Number) };
      });
      return boxes.length > 0 ? [{ size: undefined, boxes }] : [];
    },
  };
}

function bareColumns(table: Table, others: readonly number[]): BoxColumns | undefined {
  const { headings, rows } = table;
  const columns = others.filter((column) => rows.every((row) => isNumber(row[column])));
  if (headings || columns.length !== 4) return undefined;
  const nameOf = categoryReader(table, new Set(others), new Set(columns));
  return {
    form: undefined,
    areNamed: false,
    of: (row) => oneBox(columns, row, nameOf(row)[0] ?? '', undefined),
  };
}

/** The box of a row with four cells for it, if they are not empty. */
function oneBox(
  columns: readonly number[],
  row: readonly unknown[],
  name: string,
  size: RowBoxes['size'],
): RowBoxes[] | undefined {
  const cells = columns.map((column) => row[column]);
  if (cells.every((cell) => cell === '' || cell === undefined || cell === null)) return [];
  if (!cells.every(isNumber)) return undefined;
  return [{ size, boxes: [{ numbers: cells.map(Number), name }] }];
}

/** The names of a row's categories: by WordNet ids, else by words, else by numbers. */
function categoryReader(
  { headings, rows }: Table,
  others: ReadonlySet<number>,
  boxes: ReadonlySet<number>,
): (row: readonly unknown[]) => string[] {
  const isCategory = (column: number) =>
    headings
      ? HEADINGS.class.test(headings[column] ?? '')
      : !rows.every((row) => isNumber(row[column]));
  const columns = [...others].filter((column) => !boxes.has(column) && isCategory(column));
  const isAll = (column: number, is: (text: string) => boolean) =>
    rows.every((row) => textsOf(row[column]).every(is));
  const chosen =
    columns.find((column) => isAll(column, (text) => WORDNET_ID.test(text))) ??
    columns.find((column) => !isAll(column, isNumber)) ??
    columns[0];
  return chosen === undefined ? () => [] : (row) => textsOf(row[chosen]);
}

function sizeIn(
  row: readonly unknown[],
  width: number | undefined,
  height: number | undefined,
): RowBoxes['size'] {
  const numbers = [row[width ?? -1], row[height ?? -1]];
  return numbers.every(isNumber)
    ? { width: Number(numbers[0]), height: Number(numbers[1]) }
    : undefined;
}

function isNumber(cell: unknown): boolean {
  return (
    (typeof cell === 'number' && Number.isFinite(cell)) ||
    (typeof cell === 'string' && /^-?\d+(\.\d*)?(e-?\d+)?$/i.test(cell))
  );
}
