import { element } from '../../shared/widgets/dom.ts';
import { reportStrings } from '../state/reportStrings.ts';

/** A figure with its interval; one without is shown as missing. */
export interface Figure {
  value: number;
  low?: number;
  high?: number;
}

export interface ScoreColumn<Row> {
  title: string;
  hint: string;
  /** Below the title. */
  note?: string;
  figureOf: (row: Row) => Figure | undefined;
  format: (value: number, row: Row) => string;
  /** Said when the pointer rests on a figure. */
  hintOf?: (row: Row) => string;
}

export interface ScoreTable<Row> {
  label: string;
  testId: string;
  nameTitle: string;
  nameHint: string;
  nameOf: (row: Row) => string;
  /** Rows that are set apart: the baselines. */
  isQuiet: (row: Row) => boolean;
  columns: readonly ScoreColumn<Row>[];
}

/** Rows of scores with their intervals; columns without any figure are left out. */
export function scoreTable<Row>(table: ScoreTable<Row>, rows: readonly Row[]): HTMLElement {
  const columns = table.columns.filter(({ figureOf }) =>
    rows.some((row) => figureOf(row) !== undefined),
  );
  const heads = columns.map(({ title, hint, note }) =>
    element(
      'th',
      { scope: 'col', title: hint },
      title,
      ...(note ? [element('span', { class: 'note' }, note)] : []),
    ),
  );
  const body = rows.map((row) =>
    element(
      'tr',
      { class: table.isQuiet(row) ? 'baseline' : '' },
      element('th', { scope: 'row' }, element('bdi', {}, table.nameOf(row))),
      ...columns.map((column) => cellOf(column, row)),
    ),
  );
  return element(
    'div',
    { class: 'score-scroller', tabindex: 0, role: 'region', 'aria-label': table.label },
    element(
      'table',
      { class: 'score-table number', 'aria-label': table.label, 'data-testid': table.testId },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          element('th', { scope: 'col', title: table.nameHint }, table.nameTitle),
          ...heads,
        ),
      ),
      element('tbody', {}, ...body),
    ),
  );
}

function cellOf<Row>({ figureOf, format, hintOf }: ScoreColumn<Row>, row: Row): HTMLElement {
  const figure = figureOf(row);
  if (!figure) return element('td', {}, reportStrings.none);
  const { value, low, high } = figure;
  const hasInterval = low !== undefined && high !== undefined;
  const text = format(value, row);
  const ends = hasInterval ? [format(low, row), format(high, row)] : [];
  const [from = '', to = ''] = ends;
  const spoken = hasInterval ? reportStrings.scoreSpoken(text, from, to) : text;
  const hint = hintOf?.(row);
  return element(
    'td',
    { title: hint ? `${spoken}\n${hint}` : spoken },
    text,
    element('span', { class: 'note' }, hasInterval ? intervalText(from, to) : ''),
  );
}

/** The unit stands once; a dash before a minus could not be read. */
function intervalText(from: string, to: string): string {
  return `${from.replace(/\s*%$/, '')}${to.startsWith('\u2212') ? '…' : '–'}${to}`;
}
