import type {
  ClassificationReport,
  ClassRow,
} from '../../../src/cam/results/evaluation/overview.ts';
import type { Rate } from '../../../src/cam/results/evaluation/scores.ts';
import { element, setAttributes, setName, setText } from '../../shared/widgets/dom.ts';
import { VirtualRows } from '../../shared/widgets/virtualRows.ts';
import type { PageParts } from '../state/page.ts';
import { showPair } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import { labelOf } from '../state/store.ts';
import { formatPercentOf, strings } from '../state/strings.ts';
import type { ClassColumn } from '../state/viewState.ts';
import { CLASS_COLUMNS } from '../state/viewState.ts';

const ROW_PX = 38;

/** Recall, precision and accuracy of each class, with intervals; a class shows its images. */
export class ClassTable {
  readonly element: HTMLElement;
  readonly #parts: PageParts;
  readonly #rows: VirtualRows;
  readonly #heads = new Map<ClassColumn, HTMLElement>();
  #classes: readonly ClassRow[] = [];
  #sorted: { classes: readonly ClassRow[]; sort: PageState['view']['sort'] } | undefined;

  constructor(parts: PageParts) {
    this.#parts = parts;
    this.#rows = new VirtualRows({
      rowHeightPx: () => ROW_PX,
      makeRow: () => this.#makeRow(),
      fillRow: (row, index) => this.#fillRow(row, index),
      bodyRole: 'rowgroup',
      header: this.#header(),
    });
    this.element = this.#rows.element;
    setAttributes(this.element, {
      class: 'virtual class-table',
      role: 'table',
      'aria-label': strings.classTable,
      'data-testid': 'class-table',
    });
  }

  update({ classes }: ClassificationReport, state: PageState): void {
    const { sort } = state.view;
    if (this.#sorted?.classes !== classes || this.#sorted.sort !== sort) {
      this.#sorted = { classes, sort };
      this.#classes = sortedClasses(classes, sort, state);
    }
    for (const [column, head] of this.#heads) {
      const isSorted = column === sort.by;
      const order = sort.isDescending ? 'descending' : 'ascending';
      setAttributes(head, { 'aria-sort': isSorted ? order : 'none' });
    }
    setAttributes(this.element, { 'aria-rowcount': classes.length + 1 });
    this.#rows.update(classes.length);
  }

  #header(): HTMLElement {
    const header = element('div', { class: 'class-row class-head-row', role: 'row' });
    for (const column of CLASS_COLUMNS) {
      const sort = element(
        'button',
        { type: 'button', title: strings.columnHints[column], 'data-testid': `sort-${column}` },
        strings.columns[column],
      );
      sort.addEventListener('click', () => this.#sortBy(column));
      const head = element('div', { class: `column-${column}`, role: 'columnheader' }, sort);
      this.#heads.set(column, head);
      header.append(head);
    }
    return header;
  }

  #sortBy(by: ClassColumn): void {
    const { sort } = this.#parts.store.state.view;
    const isDescending = by === sort.by ? !sort.isDescending : by === 'pictures';
    this.#parts.store.updateView({ sort: { by, isDescending } });
  }

  #makeRow(): HTMLElement {
    const open = element('button', { type: 'button', class: 'class-name' });
    open.addEventListener('click', () =>
      showPair(this.#parts, Number(open.dataset.class), undefined),
    );
    const rate = (column: ClassColumn) =>
      element(
        'div',
        { class: `rate column-${column}`, role: 'cell' },
        element('span', { class: 'number' }),
        element('span', { class: 'number note' }),
      );
    return element(
      'div',
      { class: 'class-row', role: 'row', 'data-testid': 'class-row' },
      element('div', { class: 'column-label', role: 'rowheader' }, open),
      element('div', { class: 'number column-pictures', role: 'cell' }),
      rate('recall'),
      rate('precision'),
      rate('accuracy'),
    );
  }

  #fillRow(row: HTMLElement, index: number): void {
    const entry = this.#classes[index];
    const [name, pictures, recall, precision, accuracy] = row.children;
    const open = name?.firstElementChild;
    if (!entry || !(open instanceof HTMLElement) || !pictures) return;
    const { state } = this.#parts.store;
    const label = labelOf(state, entry.classIndex);
    setName(open, label);
    open.dataset.class = String(entry.classIndex);
    open.title = strings.classRow(label);
    row.setAttribute('aria-rowindex', String(index + 2));
    const { truth, predicted } = state.view;
    row.classList.toggle('chosen', truth === entry.classIndex && predicted === undefined);
    setText(pictures, entry.pictures.toLocaleString('en'));
    fillRate(recall, entry.recall);
    fillRate(precision, entry.precision);
    fillRate(accuracy, entry.accuracy);
  }
}

function fillRate(cell: Element | undefined, rate: Rate | undefined): void {
  const [value, interval] = cell?.children ?? [];
  if (!(cell instanceof HTMLElement) || !value || !interval) return;
  setText(value, rate ? formatPercentOf(rate.value) : '–');
  setText(interval, rate ? strings.rateInterval(rate.low, rate.high) : '');
  cell.title = rate ? strings.rateSpoken(rate.value, rate.low, rate.high, rate.of) : '';
}

function sortedClasses(
  classes: readonly ClassRow[],
  { by, isDescending }: PageState['view']['sort'],
  state: PageState,
): ClassRow[] {
  const sign = isDescending ? -1 : 1;
  const byName = new Intl.Collator(undefined, { numeric: true });
  if (by === 'label') {
    return classes.toSorted(
      (a, b) => sign * byName.compare(labelOf(state, a.classIndex), labelOf(state, b.classIndex)),
    );
  }
  const columnValue = (row: ClassRow) => (by === 'pictures' ? row.pictures : row[by]?.value);
  return classes.toSorted((a, b) => {
    const [first, second] = [columnValue(a), columnValue(b)];
    // Those without a value come last in both directions.
    if (first === undefined || second === undefined) {
      return Number(first === undefined) - Number(second === undefined);
    }
    return sign * (first - second) || b.pictures - a.pictures;
  });
}
