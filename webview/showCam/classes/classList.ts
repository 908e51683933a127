import { formatPercent } from '../../shared/format/numbers.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { textField } from '../../shared/widgets/toolkit.ts';
import type { Host } from '../state/host.ts';
import type { PageState, Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { ClassRow } from './classRow.ts';
import { labelsLine } from './labelsLine.ts';

const TOP = 5;
const MAX_FOUND = 50;

/** The top five classes, and any other class by its name. */
export class ClassList {
  readonly element: HTMLElement;
  readonly #store: Store;
  readonly #top = element('ol', { class: 'class-list top' });
  readonly #found = element('ul', { class: 'class-list found' });
  readonly #count = element('p', { class: 'note', role: 'status' });
  readonly #single = element('p', { class: 'note' });
  readonly #filter: HTMLElement;
  #topRows: ClassRow[] = [];
  #foundRows: ClassRow[] = [];
  #query = '';
  #matches: { of: object | undefined; query: string; found: number[] } = {
    of: undefined,
    query: '',
    found: [],
  };

  constructor(store: Store, host: Host) {
    this.#store = store;
    this.#filter = textField(strings.filter, strings.filterPlaceholder, 'filter', (text) => {
      this.#query = text.trim().toLowerCase();
      this.#update(store.state);
    });
    this.element = element(
      'section',
      { class: 'classes', 'aria-label': strings.classes },
      element('h2', {}, strings.classes),
      labelsLine(store, host),
      this.#top,
      this.#single,
      this.#filter,
      this.#count,
      this.#found,
    );
    for (const list of [this.#top, this.#found]) {
      list.addEventListener('keydown', (event) => moveBetweenRows(list, event));
    }
    store.listen((state, previous) => {
      if (state.loaded !== previous.loaded || state.view !== previous.view) this.#update(state);
    });
  }

  #update({ loaded, view }: PageState): void {
    if (!loaded) return;
    const { ranking } = loaded.explanation;
    const top = Array.from(ranking.subarray(0, TOP));
    const chosen = [loaded.maps.classOf(view), view.contrastClass].filter(
      (index): index is number => index !== undefined && index < ranking.length,
    );
    const others = chosen.filter((index) => !top.includes(index));
    const found = this.#query === '' ? others : this.#search(loaded.model.model.labels.value);
    const visible = found.slice(0, MAX_FOUND);
    this.#topRows = this.#fill(this.#top, this.#topRows, top.length, true);
    this.#foundRows = this.#fill(this.#found, this.#foundRows, visible.length, false);
    top.forEach((classIndex, i) => {
      this.#topRows[i]?.update(loaded, view, classIndex);
    });
    visible.forEach((classIndex, i) => {
      this.#foundRows[i]?.update(loaded, view, classIndex);
    });
    const chance = loaded.explanation.probabilities[0] ?? 0;
    setText(this.#single, strings.singleLogit(formatPercent(chance), formatPercent(1 - chance)));
    show(this.#single, ranking.length === 1);
    show(this.#filter, ranking.length > TOP);
    show(this.#count, this.#query !== '');
    setText(
      this.#count,
      found.length === 0 ? strings.filterNone : strings.filterCount(visible.length, found.length),
    );
  }

  /** Classes whose label contains the query, or whose number it is, by descending logit. */
  #search(labels: readonly string[]): number[] {
    const ranking = this.#store.state.loaded?.explanation.ranking;
    if (!ranking) return [];
    if (this.#matches.of !== ranking || this.#matches.query !== this.#query) {
      const query = this.#query;
      const found = Array.from(ranking).filter(
        (index) => labels[index]?.toLowerCase().includes(query) || String(index) === query,
      );
      this.#matches = { of: ranking, query, found };
    }
    return this.#matches.found;
  }

  #fill(list: HTMLElement, rows: ClassRow[], count: number, thumbnails: boolean): ClassRow[] {
    if (rows.length === count) return rows;
    const filled = Array.from(
      { length: count },
      (_, i) => rows[i] ?? new ClassRow(this.#store, thumbnails),
    );
    list.replaceChildren(...filled.map((row) => row.element));
    return filled;
  }
}

/** Up and down go from row to row, in the same column of buttons. */
function moveBetweenRows(list: HTMLElement, event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || !(event.target instanceof HTMLElement)) return;
  const column = event.target.classList.contains('class-against')
    ? '.class-against'
    : '.class-choose';
  const buttons = Array.from(list.querySelectorAll<HTMLElement>(column));
  const next = buttons[buttons.indexOf(event.target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
