import type { ConfusedPair } from '../../../src/cam/results/evaluation/overview.ts';
import { element, isolated, setAttributes, setText } from '../../shared/widgets/dom.ts';
import { VirtualRows } from '../../shared/widgets/virtualRows.ts';
import type { PageParts } from '../state/page.ts';
import { showPair } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import { labelOf } from '../state/store.ts';
import { strings } from '../state/strings.ts';

const ROW_PX = 24;

/** The confused pairs as a list, the most frequent first; a pair shows its images. */
export class PairList {
  readonly element: HTMLElement;
  readonly #parts: PageParts;
  readonly #rows: VirtualRows;
  readonly #note = element('p', { class: 'note', 'data-testid': 'pair-count' });
  #pairs: readonly ConfusedPair[] = [];

  constructor(parts: PageParts) {
    this.#parts = parts;
    this.#rows = new VirtualRows({
      rowHeightPx: () => ROW_PX,
      makeRow: () =>
        element(
          'div',
          { class: 'pair', role: 'option', 'data-testid': 'pair' },
          element('span', { class: 'pair-text' }),
          element('span', { class: 'number' }),
        ),
      fillRow: (row, index) => this.#fillRow(row, index),
      bodyRole: 'presentation',
    });
    const list = this.#rows.element;
    setAttributes(list, {
      class: 'virtual pairs',
      role: 'listbox',
      tabindex: 0,
      'aria-label': strings.pairs,
      'data-testid': 'pairs',
    });
    list.addEventListener('keydown', (event) => this.#key(event));
    list.addEventListener('click', ({ target }) => {
      const row = target instanceof Element ? target.closest<HTMLElement>('.pair') : null;
      if (row) this.#choose(Number(row.dataset.index));
    });
    this.element = element('div', { class: 'pair-view' }, this.#note, list);
  }

  update(pairs: readonly ConfusedPair[]): void {
    this.#pairs = pairs;
    setText(this.#note, pairs.length === 0 ? strings.noPairs : strings.pairsNote(pairs.length));
    this.#rows.update(pairs.length);
    this.#showActive();
  }

  #fillRow(row: HTMLElement, index: number): void {
    const pair = this.#pairs[index];
    const [text, number] = row.children;
    if (!pair || !text || !number) return;
    const { state } = this.#parts.store;
    const { truth, predicted, count } = pair;
    const [right, said] = [labelOf(state, truth), labelOf(state, predicted)];
    if (row.title !== strings.pair(right, said)) {
      row.title = strings.pair(right, said);
      text.replaceChildren(isolated(right), ' → ', isolated(said));
    }
    setText(number, count.toLocaleString('en'));
    row.id = `pair-${index}`;
    row.dataset.index = String(index);
    const isChosen = index === this.#chosen(state);
    row.classList.toggle('chosen', isChosen);
    setAttributes(row, {
      'aria-selected': String(isChosen),
      'aria-posinset': index + 1,
      'aria-setsize': this.#pairs.length,
    });
  }

  #chosen({ view }: PageState): number {
    return this.#pairs.findIndex(
      ({ truth, predicted }) => truth === view.truth && predicted === view.predicted,
    );
  }

  #choose(index: number): void {
    const pair = this.#pairs[index];
    if (pair) showPair(this.#parts, pair.truth, pair.predicted);
  }

  #key(event: KeyboardEvent): void {
    const at = this.#chosen(this.#parts.store.state);
    const targets: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: Math.max(at, 1) - 1,
      PageDown: at + this.#rows.pageSize,
      PageUp: at - this.#rows.pageSize,
      Home: 0,
      End: this.#pairs.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const index = Math.min(Math.max(target, 0), this.#pairs.length - 1);
    this.#rows.reveal(index);
    this.#choose(index);
  }

  #showActive(): void {
    const at = this.#chosen(this.#parts.store.state);
    const isMade = this.#rows.row(at) !== undefined;
    setAttributes(this.#rows.element, {
      'aria-activedescendant': isMade ? `pair-${at}` : undefined,
    });
  }
}
