import type { ClassificationReport } from '../../../src/cam/results/evaluation/overview.ts';
import { element, setName, setText } from '../../shared/widgets/dom.ts';
import type { PageParts } from '../state/page.ts';
import { showPair } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import { labelOf } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/** With more classes the cells are too small; then the pairs are a list. */
export const MOST_OF_A_MATRIX = 30;

/** With more classes the cells are small, so that the matrix fits beside the images. */
const MOST_LARGE_CELLS = 10;

/** Strongest shade of a cell, in percent: its number stays readable. */
const SHADE_PERCENT = 38;

interface Cell {
  element: HTMLElement;
  truth: number;
  predicted: number;
  count: number;
}

/** Labelled against predicted classes; a cell shows its images. One cell is in the tab order, arrow keys move. */
export class ConfusionMatrix {
  readonly element: HTMLElement;
  readonly #parts: PageParts;
  readonly #table = element('div', {
    class: 'matrix',
    role: 'grid',
    'aria-label': strings.matrix,
    'data-testid': 'matrix',
  });
  readonly #reading = element('p', { class: 'note matrix-reading', 'aria-hidden': 'true' });
  #cells: Cell[][] = [];
  #shown: ClassificationReport | undefined;

  constructor(parts: PageParts) {
    this.#parts = parts;
    this.element = element(
      'div',
      { class: 'matrix-view' },
      element('p', { class: 'note' }, strings.matrixNote),
      element('div', { class: 'matrix-scroller' }, this.#table),
      this.#reading,
    );
    this.#table.addEventListener('keydown', (event) => this.#key(event));
    this.#table.addEventListener('click', ({ target }) => {
      const cell = this.#cellOf(target);
      if (cell) showPair(parts, cell.truth, cell.predicted);
    });
    for (const type of ['pointerover', 'focusin'] as const) {
      this.#table.addEventListener(type, ({ target }) => this.#read(this.#cellOf(target)));
    }
  }

  update(report: ClassificationReport, state: PageState): void {
    if (report !== this.#shown) this.#make(report, state);
    this.#shown = report;
    for (const { element: cell, truth, predicted } of this.#cells.flat()) {
      const isChosen = state.view.truth === truth && state.view.predicted === predicted;
      cell.classList.toggle('chosen', isChosen);
      cell.setAttribute('aria-selected', String(isChosen));
    }
  }

  #make({ classes, confusions }: ClassificationReport, state: PageState): void {
    const focused = document.activeElement;
    const at = this.#place(this.#cellOf(focused));
    const counts = new Map(
      confusions.map(({ truth, predicted, count }) => [`${truth} ${predicted}`, count]),
    );
    const columns = classes.map(({ classIndex }) => {
      const label = labelOf(state, classIndex);
      const name = element('span', {});
      setName(name, label);
      return element('div', { class: 'matrix-column', role: 'columnheader', title: label }, name);
    });
    const corner = element('div', { class: 'matrix-corner', role: 'columnheader' });
    corner.append(element('span', { class: 'visually-hidden' }, strings.columns.label));
    const rows = classes.map((row) => {
      const label = labelOf(state, row.classIndex);
      const name = element('div', { class: 'matrix-row', role: 'rowheader', title: label });
      setName(name, label);
      const cells = classes.map(({ classIndex: predicted }): Cell => {
        const truth = row.classIndex;
        const count = truth === predicted ? row.right : (counts.get(`${truth} ${predicted}`) ?? 0);
        return cellOf(truth, predicted, count, row.pictures, state);
      });
      return { name, cells };
    });
    this.#cells = rows.map(({ cells }) => cells);
    this.#table.style.setProperty('--classes', String(classes.length));
    this.#table.dataset.size = classes.length > MOST_LARGE_CELLS ? 'many' : 'few';
    this.#table.replaceChildren(
      element('div', { role: 'row', class: 'matrix-line' }, corner, ...columns),
      ...rows.map(({ name, cells }) =>
        element(
          'div',
          { role: 'row', class: 'matrix-line' },
          name,
          ...cells.map(({ element: cell }) => cell),
        ),
      ),
    );
    const current = at && this.#cells[at.row]?.[at.column]?.element;
    const first = current ?? this.#cells[0]?.[0]?.element;
    if (first) first.tabIndex = 0;
    if (current && focused !== document.activeElement) current.focus();
  }

  #cellOf(target: EventTarget | null): Cell | undefined {
    if (!(target instanceof Element)) return undefined;
    const cell = target.closest('[role=gridcell]');
    return this.#cells.flat().find(({ element: own }) => own === cell);
  }

  #place(cell: Cell | undefined): { row: number; column: number } | undefined {
    if (!cell) return undefined;
    const row = this.#cells.findIndex((cells) => cells.includes(cell));
    return { row, column: this.#cells[row]?.indexOf(cell) ?? 0 };
  }

  #read(cell: Cell | undefined): void {
    setText(this.#reading, cell?.element.title ?? '');
  }

  #key(event: KeyboardEvent): void {
    const cell = this.#cellOf(event.target);
    const at = this.#place(cell);
    if (!cell || !at) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      showPair(this.#parts, cell.truth, cell.predicted);
      return;
    }
    const steps: Record<string, [number, number]> = {
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
    };
    const [down, right] = steps[event.key] ?? [];
    if (down === undefined || right === undefined) return;
    event.preventDefault();
    const next = this.#cells[at.row + down]?.[at.column + right];
    if (!next) return;
    cell.element.tabIndex = -1;
    next.element.tabIndex = 0;
    next.element.focus();
  }
}

function cellOf(
  truth: number,
  predicted: number,
  count: number,
  of: number,
  state: PageState,
): Cell {
  const text = strings.matrixCell(labelOf(state, truth), labelOf(state, predicted), count, of);
  const isRight = truth === predicted;
  const cell = element(
    'div',
    {
      class: `matrix-cell${isRight ? ' right' : ''}${count === 0 ? ' none' : ''}`,
      role: 'gridcell',
      tabindex: -1,
      title: text,
      'aria-label': text,
      'data-truth': truth,
      'data-predicted': predicted,
    },
    count === 0 ? '' : String(count),
  );
  const share = of === 0 ? 0 : count / of;
  // Rare confusions are still seen.
  const shade = count === 0 ? 0 : SHADE_PERCENT * Math.sqrt(share);
  cell.style.setProperty('--shade', `${shade.toFixed(0)}%`);
  return { element: cell, truth, predicted, count };
}
