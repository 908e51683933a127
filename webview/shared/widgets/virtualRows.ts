import { element } from './dom.ts';

/** Extra rows beyond each end of the view, so that they are ready when the user scrolls. */
const OVERSCAN = 4;

export interface VirtualRowsOptions {
  rowHeightPx: () => number;
  makeRow: () => HTMLElement;
  /** Shows the row of an index in an element that may have shown another one. */
  fillRow: (row: HTMLElement, index: number) => void;
  /** The element shows no row any more. */
  forgetRow?: (row: HTMLElement) => void;
  /** Role of the element that holds the rows. */
  bodyRole?: string;
  /** Stays at the top while the rows scroll. */
  header?: HTMLElement;
  onScroll?: (top: number) => void;
}

/** A scrolled list of rows of equal height; only rows in view exist. Each row keeps its element while it is in view. */
export class VirtualRows {
  readonly element = element('div', { class: 'virtual' });
  readonly #body: HTMLElement;
  readonly #options: VirtualRowsOptions;
  readonly #rows = new Map<number, HTMLElement>();
  readonly #spare: HTMLElement[] = [];
  #count = 0;
  #wantedTop: number | undefined;

  constructor(options: VirtualRowsOptions) {
    this.#options = options;
    this.#body = element('div', { class: 'virtual-body', role: options.bodyRole });
    if (options.header) this.element.append(options.header);
    this.element.append(this.#body);
    this.element.addEventListener('scroll', () => {
      this.#wantedTop = undefined;
      this.#place();
      options.onScroll?.(this.element.scrollTop);
    });
    new ResizeObserver(() => this.#place()).observe(this.element);
  }

  /** Places and fills every row in view again, for a new number or height of rows or new content. */
  update(count: number): void {
    this.#count = count;
    const height = this.#options.rowHeightPx();
    this.#body.style.height = `${count * height}px`;
    for (const [index, row] of this.#rows) {
      if (index < count) this.#fill(row, index, height);
      else this.#drop(index, row);
    }
    this.#place();
  }

  /** Rows that fit into the view. */
  get pageSize(): number {
    return Math.max(1, Math.floor(this.#viewHeightPx() / this.#options.rowHeightPx()));
  }

  /** The element of a row, if it is in view. */
  row(index: number): HTMLElement | undefined {
    return this.#rows.get(index);
  }

  /** Scrolls as little as possible to show a whole row. */
  reveal(index: number): void {
    const height = this.#options.rowHeightPx();
    const top = index * height;
    const { scrollTop } = this.element;
    if (top < scrollTop) this.element.scrollTop = top;
    else if (top + height > scrollTop + this.#viewHeightPx()) {
      this.element.scrollTop = top + height - this.#viewHeightPx();
    }
    this.#place();
  }

  /** Scrolls to a saved position, even if its rows do not exist yet. */
  scrollTo(top: number): void {
    this.#wantedTop = top;
    this.#place();
  }

  #viewHeightPx(): number {
    return this.element.clientHeight - (this.#options.header?.offsetHeight ?? 0);
  }

  #place(): void {
    const height = this.#options.rowHeightPx();
    if (this.#wantedTop !== undefined && this.element.clientHeight > 0) {
      const reachable = this.#count * height - this.#viewHeightPx();
      if (this.#wantedTop <= Math.max(0, reachable)) {
        this.element.scrollTop = this.#wantedTop;
        this.#wantedTop = undefined;
      }
    }
    const { scrollTop } = this.element;
    const first = Math.max(0, Math.floor(scrollTop / height) - OVERSCAN);
    const end = Math.ceil((scrollTop + this.#viewHeightPx()) / height) + OVERSCAN;
    const last = Math.min(this.#count, Math.max(end, 0));
    for (const [index, row] of this.#rows) {
      if (index < first || index >= last) this.#drop(index, row);
    }
    for (let index = first; index < last; index++) {
      if (!this.#rows.has(index)) this.#add(index, height);
    }
  }

  #add(index: number, height: number): void {
    const row = this.#spare.pop() ?? this.#options.makeRow();
    this.#fill(row, index, height);
    this.#rows.set(index, row);
    if (!row.isConnected) this.#body.append(row);
    row.hidden = false;
  }

  #fill(row: HTMLElement, index: number, height: number): void {
    row.style.transform = `translateY(${index * height}px)`;
    this.#options.fillRow(row, index);
  }

  #drop(index: number, row: HTMLElement): void {
    this.#rows.delete(index);
    row.hidden = true;
    this.#options.forgetRow?.(row);
    this.#spare.push(row);
  }
}
