import type { UnitIdentity } from '../../../src/cam/results/units.ts';
import { element, setName, setText, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { PageParts } from '../state/page.ts';
import { nameUnits } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { nameOf, numberNote, numberOf, titleOf } from '../state/unitTitle.ts';

/** Longer names are cut, because they appear in rows and in file names. */
const MAX_LENGTH = 60;

/** The name of a unit, editable in place by F2, a double click or the pencil. */
export class UnitName {
  readonly element: HTMLElement;
  readonly #parts: PageParts;
  readonly #open: HTMLButtonElement;
  /** What a click on the name does. */
  readonly #hint: string;
  readonly #number = element('span', { class: 'unit-number note number' });
  readonly #pencil: HTMLElement;
  readonly #line: HTMLElement;
  readonly #input: HTMLInputElement;
  #unit: UnitIdentity | undefined;

  /** @param onOpen called on a click on the name; none if the unit is already open */
  constructor(parts: PageParts, onOpen?: (unit: UnitIdentity) => void) {
    this.#parts = parts;
    this.#open = element('button', {
      type: 'button',
      class: 'unit-title',
      'data-testid': 'unit-title',
    });
    this.#hint = onOpen ? strings.openUnit : strings.rename;
    let clicked = 0;
    this.#open.addEventListener('click', (event) => {
      if (!this.#unit) return;
      if (!onOpen) return;
      window.clearTimeout(clicked);
      const unit = this.#unit;
      // A second click soon after is a double click, which renames.
      if (event.detail === 0) onOpen(unit);
      else if (event.detail === 1) clicked = window.setTimeout(() => onOpen(unit), 250);
    });
    this.#open.addEventListener('dblclick', () => {
      window.clearTimeout(clicked);
      this.edit();
    });
    this.#pencil = button({
      label: strings.rename,
      icon: icon('edit'),
      testId: 'rename-unit',
      onClick: () => this.edit(),
    });
    this.#input = element('input', {
      type: 'text',
      class: 'unit-name-input',
      maxlength: MAX_LENGTH,
      spellcheck: 'false',
      placeholder: strings.namePlaceholder,
      'data-testid': 'unit-name-input',
    });
    this.#input.hidden = true;
    this.#input.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.key !== 'Enter' && event.key !== 'Escape') return;
      // The focus returns to the name; the same key press must not open the name.
      event.preventDefault();
      if (event.key === 'Enter') this.#commit({ focus: true });
      else this.#close({ focus: true });
    });
    this.#input.addEventListener('blur', () => this.#commit({ focus: false }));
    this.#line = element(
      'span',
      { class: 'unit-title-line' },
      this.#open,
      this.#number,
      this.#pencil,
    );
    this.element = element('div', { class: 'unit-name' }, this.#line, this.#input);
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'F2') return;
      event.preventDefault();
      event.stopPropagation();
      this.edit();
    });
  }

  update(unit: UnitIdentity, state: PageState): void {
    if (this.#unit && this.#unit.pooledChannel !== unit.pooledChannel)
      this.#close({ focus: false });
    this.#unit = unit;
    const title = titleOf(state, unit);
    setName(this.#open, title);
    this.#open.title = `${title}\n${this.#hint}`;
    setText(this.#number, numberNote(state, unit));
    show(this.#pencil, state.canName);
  }

  edit(): void {
    const { store } = this.#parts;
    if (!this.#unit || !store.state.canName) return;
    this.#input.value = nameOf(store.state, this.#unit) ?? '';
    this.#input.setAttribute('aria-label', strings.nameOf(numberOf(store.state, this.#unit)));
    show(this.#line, false);
    show(this.#input, true);
    this.#input.focus();
    this.#input.select();
  }

  #commit({ focus }: { focus: boolean }): void {
    if (this.#input.hidden || !this.#unit) return;
    const name = this.#input.value.replaceAll(/\s+/g, ' ').trim();
    const { channel } = this.#unit;
    const before = nameOf(this.#parts.store.state, this.#unit) ?? '';
    this.#close({ focus });
    if (name !== before) nameUnits(this.#parts, [{ channel, name }]);
  }

  #close({ focus }: { focus: boolean }): void {
    if (this.#input.hidden) return;
    show(this.#input, false);
    show(this.#line, true);
    if (focus) this.#open.focus();
  }
}
