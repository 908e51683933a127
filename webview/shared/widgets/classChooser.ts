import { imageCount, strings } from '../format/strings.ts';
import { element, setAttributes, setName, setText, show } from './dom.ts';
import { textField } from './toolkit.ts';
import { VirtualRows } from './virtualRows.ts';

const ROW_HEIGHT_PX = 22;
/** With this few classes all are in view, so a filter is not needed. */
const FILTER_FROM = 9;

interface ClassCount {
  classIndex: number;
  images: number;
}

const NONE: readonly ClassCount[] = [];

export interface ClassChooserOptions {
  /** Fills the available height, instead of a few rows. */
  fills?: boolean;
}

/** A list of all classes with a filter; only the rows in view exist. */
export class ClassChooser {
  readonly element: HTMLElement;
  readonly #rows: VirtualRows;
  readonly #filter: HTMLElement;
  readonly #count = element('p', { class: 'note', role: 'status' });
  readonly #onChoose: (classIndex: number) => void;
  readonly #fills: boolean;
  #labels: readonly string[] = [];
  #counts: readonly ClassCount[] = NONE;
  /** By class, in the order of the counts. */
  #images: ReadonlyMap<number, number> = new Map();
  #chosen = 0;
  #query = '';
  #found: number[] = [];

  constructor(onChoose: (classIndex: number) => void, { fills = false }: ClassChooserOptions = {}) {
    this.#onChoose = onChoose;
    this.#fills = fills;
    this.#rows = new VirtualRows({
      rowHeightPx: () => ROW_HEIGHT_PX,
      makeRow: () => {
        const row = element(
          'div',
          { class: 'class-option', role: 'option', 'data-testid': 'class-option' },
          element('span', { class: 'number note' }),
          element('span', { class: 'class-option-label' }),
          element('span', { class: 'class-option-count note' }),
        );
        row.addEventListener('click', () => onChoose(Number(row.dataset.class)));
        return row;
      },
      fillRow: (row, index) => this.#fillRow(row, index),
      bodyRole: 'presentation',
    });
    setAttributes(this.#rows.element, {
      class: 'virtual class-options',
      role: 'listbox',
      tabindex: 0,
      'aria-label': strings.class,
      'data-testid': 'class-options',
    });
    this.#rows.element.addEventListener('keydown', (event) => this.#key(event));
    this.#filter = textField(
      strings.filterClasses,
      strings.filterClassesPlaceholder,
      'class-filter',
      (text) => {
        this.#query = text.trim().toLowerCase();
        this.#rows.element.scrollTop = 0;
        this.#find();
      },
    );
    this.element = element(
      'div',
      { class: 'class-chooser' },
      this.#filter,
      this.#count,
      this.#rows.element,
    );
  }

  /** @param counts classes that come first, in this order, each with its number of images */
  update(labels: readonly string[], chosen: number, counts: readonly ClassCount[] = NONE): void {
    const isOther = labels !== this.#labels;
    this.#chosen = chosen;
    if (isOther || counts !== this.#counts) {
      this.#labels = labels;
      this.#counts = counts;
      this.#images = new Map(counts.map(({ classIndex, images }) => [classIndex, images]));
      this.#find();
    } else {
      this.#rows.update(this.#found.length);
    }
    if (isOther) this.reveal();
    this.#showActive();
  }

  /** Scrolls to the chosen class. */
  reveal(): void {
    this.#rows.reveal(Math.max(0, this.#found.indexOf(this.#chosen)));
  }

  #find(): void {
    const query = this.#query;
    const others = [...this.#labels.keys()].filter((index) => !this.#images.has(index));
    this.#found = [...this.#images.keys(), ...others].filter(
      (index) => this.#labels[index]?.toLowerCase().includes(query) || String(index) === query,
    );
    show(this.#filter, this.#labels.length >= FILTER_FROM);
    show(this.#count, query !== '');
    setText(this.#count, strings.classesFound(this.#found.length, this.#labels.length));
    if (!this.#fills) {
      const rows = Math.min(6, this.#labels.length);
      this.#rows.element.style.height = `${rows * ROW_HEIGHT_PX + 2}px`;
    }
    this.#rows.update(this.#found.length);
    this.#showActive();
  }

  #fillRow(row: HTMLElement, index: number): void {
    const classIndex = this.#found[index] ?? 0;
    const isChosen = classIndex === this.#chosen;
    row.id = `class-${classIndex}`;
    row.dataset.class = String(classIndex);
    row.classList.toggle('chosen', isChosen);
    const label = this.#labels[classIndex] ?? '';
    row.title = label;
    setAttributes(row, {
      'aria-selected': String(isChosen),
      'aria-setsize': this.#found.length,
      'aria-posinset': index + 1,
    });
    if (row.children[0]) setText(row.children[0], String(classIndex));
    if (row.children[1]) setName(row.children[1], label);
    const images = this.#images.get(classIndex);
    if (row.children[2]) setText(row.children[2], images === undefined ? '' : imageCount(images));
  }

  #key(event: KeyboardEvent): void {
    const at = this.#found.indexOf(this.#chosen);
    const targets: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: Math.max(at, 1) - 1,
      PageDown: at + this.#rows.pageSize,
      PageUp: at - this.#rows.pageSize,
      Home: 0,
      End: this.#found.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const index = Math.min(Math.max(target, 0), this.#found.length - 1);
    const classIndex = this.#found[index];
    event.preventDefault();
    if (classIndex === undefined) return;
    this.#rows.reveal(index);
    this.#onChoose(classIndex);
  }

  #showActive(): void {
    const isMade = this.#rows.row(this.#found.indexOf(this.#chosen)) !== undefined;
    setAttributes(this.#rows.element, {
      'aria-activedescendant': isMade ? `class-${this.#chosen}` : undefined,
    });
  }
}
