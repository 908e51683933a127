import { element, setAttributes } from '../widgets/dom.ts';
import { VirtualRows } from '../widgets/virtualRows.ts';

/** Between tiles; the style sheet has the same. */
const GAP_PX = 10;

/** One place of the grid, which may show another image later. */
export interface GridTile {
  readonly element: HTMLElement;
  /** @param sidePx of its picture */
  update(index: number, sidePx: number): void;
  /** It is out of view. */
  forget(): void;
}

export interface TileGridOptions {
  label: string;
  testId: string;
  /** Smallest width of a tile. */
  tilePx: number;
  /** Height of what stands below the picture of a tile. */
  captionPx: number;
  makeTile: () => GridTile;
  onOpen: (index: number) => void;
  /** Selects an image or takes it out of the selection; without it, nothing can be selected. */
  onToggle?: (index: number) => void;
}

/**
 * Square pictures with captions, as a list of options; only those in view exist. The list has the focus: arrow keys
 * move, Enter opens, Space selects.
 */
export class TileGrid {
  readonly element: HTMLElement;
  readonly #options: TileGridOptions;
  readonly #virtual: VirtualRows;
  readonly #rows = new Map<HTMLElement, GridTile[]>();
  #count = 0;
  #columns = 1;
  #sidePx = 0;
  #active = 0;

  constructor(options: TileGridOptions) {
    this.#options = options;
    this.#virtual = new VirtualRows({
      rowHeightPx: () => this.#rowPx(),
      makeRow: () => this.#makeRow(),
      fillRow: (row, index) => this.#fillRow(row, index),
      forgetRow: (row) => {
        for (const tile of this.#rows.get(row) ?? []) tile.forget();
      },
      bodyRole: 'presentation',
    });
    this.element = this.#virtual.element;
    setAttributes(this.element, {
      class: 'virtual tile-grid',
      role: 'listbox',
      tabindex: 0,
      'aria-label': options.label,
      'aria-multiselectable': options.onToggle ? 'true' : undefined,
      'data-testid': options.testId,
    });
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.element.addEventListener('click', (event) => this.#click(event));
    new ResizeObserver(() => this.#measure()).observe(this.element);
  }

  /** The image of the first tile in view. */
  get firstInView(): number {
    return this.#sidePx === 0
      ? 0
      : Math.floor(this.element.scrollTop / this.#rowPx()) * this.#columns;
  }

  /** Fills every tile in view again. */
  update(count: number): void {
    this.#count = count;
    this.#active = Math.min(this.#active, Math.max(0, count - 1));
    if (this.#sidePx === 0) this.#measure();
    this.#virtual.update(Math.ceil(count / this.#columns));
    this.#showActive();
  }

  /** Another list of images begins at its first one. */
  toTop(): void {
    this.#active = 0;
    this.element.scrollTop = 0;
  }

  #measure(): void {
    const { clientWidth } = this.element;
    if (clientWidth === 0) return;
    const width = clientWidth - GAP_PX;
    const columns = Math.max(1, Math.floor(width / (this.#options.tilePx + GAP_PX)));
    const sidePx = Math.floor(width / columns - GAP_PX);
    if (columns === this.#columns && sidePx === this.#sidePx) return;
    const first = this.firstInView;
    const isOther = columns !== this.#columns;
    this.#columns = columns;
    this.#sidePx = sidePx;
    this.element.style.setProperty('--columns', String(columns));
    this.element.style.setProperty('--side', `${sidePx}px`);
    this.#virtual.update(Math.ceil(this.#count / columns));
    if (isOther) this.#virtual.scrollTo(Math.floor(first / columns) * this.#rowPx());
  }

  #rowPx(): number {
    return this.#sidePx + this.#options.captionPx + GAP_PX;
  }

  #makeRow(): HTMLElement {
    const row = element('div', { class: 'tile-row', role: 'presentation' });
    this.#rows.set(row, []);
    return row;
  }

  #fillRow(element: HTMLElement, rowIndex: number): void {
    const tiles = this.#rows.get(element) ?? [];
    while (tiles.length < this.#columns) {
      const tile = this.#options.makeTile();
      tiles.push(tile);
      element.append(tile.element);
    }
    tiles.forEach((tile, column) => {
      const index = rowIndex * this.#columns + column;
      const isShown = column < this.#columns && index < this.#count;
      tile.element.hidden = !isShown;
      if (!isShown) {
        tile.forget();
        return;
      }
      tile.element.id = `${this.#options.testId}-${index}`;
      tile.element.dataset.index = String(index);
      tile.element.classList.toggle('active', index === this.#active);
      setAttributes(tile.element, { 'aria-posinset': index + 1, 'aria-setsize': this.#count });
      tile.update(index, this.#sidePx);
    });
  }

  #click(event: MouseEvent): void {
    const { target } = event;
    const tile = target instanceof Element ? target.closest<HTMLElement>('[role=option]') : null;
    if (!tile) return;
    this.#choose(Number(tile.dataset.index));
    const isToSelect =
      event.ctrlKey || event.metaKey || (target as Element).closest('.tile-check') !== null;
    if (isToSelect) this.#options.onToggle?.(this.#active);
    else this.#options.onOpen(this.#active);
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || this.#count === 0) return;
    const page = this.#virtual.pageSize * this.#columns;
    const steps: Record<string, number> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -this.#columns,
      ArrowDown: this.#columns,
      PageUp: -page,
      PageDown: page,
      Home: -this.#active,
      End: this.#count - 1 - this.#active,
    };
    const step = steps[event.key];
    if (step !== undefined) {
      const index = Math.min(Math.max(this.#active + step, 0), this.#count - 1);
      this.#virtual.reveal(Math.floor(index / this.#columns));
      this.#choose(index);
    } else if (event.key === 'Enter') this.#options.onOpen(this.#active);
    else if (event.key === ' ' && this.#options.onToggle) this.#options.onToggle(this.#active);
    else return;
    event.preventDefault();
  }

  #choose(index: number): void {
    this.#active = index;
    for (const tile of this.element.querySelectorAll<HTMLElement>('[role=option]')) {
      tile.classList.toggle('active', Number(tile.dataset.index) === index);
    }
    this.#showActive();
  }

  #showActive(): void {
    const isMade = this.#virtual.row(Math.floor(this.#active / this.#columns)) !== undefined;
    const active = isMade && this.#count > 0;
    setAttributes(this.element, {
      'aria-activedescendant': active ? `${this.#options.testId}-${this.#active}` : undefined,
    });
  }
}
