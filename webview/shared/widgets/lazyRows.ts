import { element } from './dom.ts';

/** How far beyond the view rows are filled, so that they are ready when the user scrolls. */
const AHEAD = '400px 0px';

interface LazyRow {
  readonly element: HTMLElement;
}

export interface LazyRowsOptions<Row extends LazyRow> {
  className: string;
  make: () => Row;
  /** Shows the item of an index in a row that may have shown another one. */
  fill: (row: Row, index: number) => void;
  /** The row is out of view. */
  forget: (row: Row) => void;
}

/**
 * Rows of equal height in a page that scrolls as a whole. Each has its place from the beginning, but only rows near the
 * view have content.
 */
export class LazyRows<Row extends LazyRow> {
  readonly element: HTMLElement;
  readonly #options: LazyRowsOptions<Row>;
  readonly #places: HTMLElement[] = [];
  readonly #rows = new Map<HTMLElement, Row>();
  readonly #spare: Row[] = [];
  readonly #observer: IntersectionObserver;

  constructor(options: LazyRowsOptions<Row>) {
    this.#options = options;
    this.element = element('ul', { class: `lazy-rows ${options.className}` });
    this.#observer = new IntersectionObserver((entries) => this.#see(entries), {
      rootMargin: AHEAD,
      scrollMargin: AHEAD,
    });
  }

  /** Fills every row in view again, for a new number of rows or new content. */
  update(count: number): void {
    while (this.#places.length > count) {
      const place = this.#places.pop();
      if (!place) break;
      this.#observer.unobserve(place);
      this.#empty(place);
      place.remove();
    }
    while (this.#places.length < count) {
      const place = element('li', { class: 'lazy-place' });
      this.#places.push(place);
      this.element.append(place);
      this.#observer.observe(place);
    }
    this.#places.forEach((place, index) => {
      const row = this.#rows.get(place);
      if (row) this.#options.fill(row, index);
    });
  }

  /** The row of an index, also out of view. */
  row(index: number): Row {
    const place = this.#places[index];
    if (!place) throw new RangeError(`there is no row ${index}`);
    return this.#fill(place, index);
  }

  /** The rows near the view, by index. */
  get filled(): number[] {
    return this.#places.flatMap((place, index) => (this.#rows.has(place) ? [index] : []));
  }

  #see(entries: IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const place = target as HTMLElement;
      const index = this.#places.indexOf(place);
      if (isIntersecting && index >= 0) this.#fill(place, index);
      else if (!isIntersecting && !place.contains(document.activeElement)) this.#empty(place);
    }
  }

  #fill(place: HTMLElement, index: number): Row {
    const known = this.#rows.get(place);
    if (known) return known;
    const row = this.#spare.pop() ?? this.#options.make();
    this.#rows.set(place, row);
    place.append(row.element);
    this.#options.fill(row, index);
    return row;
  }

  #empty(place: HTMLElement): void {
    const row = this.#rows.get(place);
    if (!row) return;
    this.#rows.delete(place);
    this.#options.forget(row);
    row.element.remove();
    this.#spare.push(row);
  }
}
