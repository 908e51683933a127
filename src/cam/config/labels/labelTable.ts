import { t } from '@vscode/l10n';
import { parse } from 'csv-parse/sync';
import type { LabelReading } from './labelReading.ts';
import { byNumber, firstNumber, inOrder } from './labelReading.ts';

const DELIMITERS = ['\t', ';', ',', '|'];

/** The heading of a column of labels. */
const LABEL_HEADING = /^(class|category)?[ _]?(label|name|class|category|description)s?$/i;

const WORDNET_ID = /^n\d{8}$/;

/** Whether a line is the heading of a column of labels. */
export function isLabelHeading(line: string): boolean {
  return LABEL_HEADING.test(line.trim());
}

/**
 * Labels from a table (CSV, TSV), with or without headings: the column of labels beside one of numbers, or under a
 * heading that says so.
 * @returns undefined if the text is no such table: text with a comma in every line is none
 */
export function readLabelTable(text: string): LabelReading | undefined {
  for (const delimiter of DELIMITERS) {
    const rows = rowsOf(text, delimiter);
    const reading = rows && (numberedRows(rows, []) ?? headedRows(rows));
    if (reading) return reading;
  }
  return undefined;
}

/** The rows, if all have the same number of cells, at least two. */
function rowsOf(text: string, delimiter: string): string[][] | undefined {
  if (!text.includes(delimiter)) return undefined;
  const options = { delimiter, trim: true, skip_empty_lines: true, relax_column_count: true };
  let rows: string[][];
  try {
    rows = parse(text, options);
  } catch {
    // A quote in the middle of a label.
    return undefined;
  }
  const [{ length: width } = []] = rows;
  return width > 1 && rows.every((row) => row.length === width) ? rows : undefined;
}

function headedRows([headings = [], ...rows]: string[][]): LabelReading | undefined {
  if (rows.length === 0) return undefined;
  const numbered = numberedRows(rows, headings);
  if (numbered) return numbered;
  const column = headings.findIndex(isLabelHeading);
  return column < 0 ? undefined : inOrder(rows.map((row) => row[column] ?? ''));
}

/** Rows of which one column has the numbers of the classes. */
function numberedRows(rows: string[][], headings: string[]): LabelReading | undefined {
  const columns = (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? ''));
  const numbers = columns.find(
    (cells) =>
      cells.every((cell) => /^\d+$/.test(cell)) && firstNumber(cells.map(Number)) !== undefined,
  );
  if (!numbers) return undefined;
  const others = columns.flatMap((cells, column) =>
    cells === numbers || cells.every((cell) => WORDNET_ID.test(cell)) ? [] : [column],
  );
  const stated = others.find((column) => isLabelHeading(headings[column] ?? ''));
  const chosen = stated ?? others[0];
  if (chosen === undefined) return undefined;
  const labels = columns[chosen] ?? [];
  const reading = byNumber(numbers.map((number, row) => [Number(number), labels[row] ?? '']));
  if (!reading || stated !== undefined || others.length === 1) return reading;
  return { ...reading, doubts: [t('Column {0} is used for the labels.', chosen + 1)] };
}
