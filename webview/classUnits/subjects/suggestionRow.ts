import type { NameSuggestion } from '../../../src/cam/results/units.ts';
import { formatPercent } from '../../shared/format/numbers.ts';
import { element, setName, setText, show } from '../../shared/widgets/dom.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { PageParts } from '../state/page.ts';
import { openUnit } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { numberOf, titleOf } from '../state/unitTitle.ts';

/** Height of a row in CSS pixels; `names.css` has the same. */
export const SUGGESTION_ROW_PX = 28;

/** The name that annotations suggest for one unit. */
export class SuggestionRow {
  readonly element: HTMLElement;
  readonly #unit = element('button', {
    type: 'button',
    class: 'unit-title',
    title: strings.openUnit,
  });
  readonly #name = element('span', { role: 'cell', class: 'suggested' });
  readonly #iou = element('span', { role: 'cell', class: 'number' });
  readonly #purity = element('span', { role: 'cell', class: 'number' });
  readonly #accept: HTMLElement;
  readonly #accepted = element('span', { class: 'note' }, strings.accepted);
  #suggestion: NameSuggestion | undefined;

  constructor(parts: PageParts, onAccept: (suggestion: NameSuggestion) => void) {
    this.#accept = button({
      label: strings.accept,
      testId: 'accept-name',
      onClick: () => {
        if (this.#suggestion) onAccept(this.#suggestion);
      },
    });
    this.#unit.addEventListener('click', () => {
      if (this.#suggestion) openUnit(parts, this.#suggestion.unit.pooledChannel);
    });
    this.element = element(
      'div',
      { class: 'suggestion', role: 'row', 'data-testid': 'suggestion' },
      element('span', { role: 'cell' }, this.#unit),
      this.#name,
      this.#iou,
      this.#purity,
      element('span', { role: 'cell', class: 'suggestion-action' }, this.#accept, this.#accepted),
    );
  }

  static header(): HTMLElement {
    const { unit, name, iou, purity } = strings.columns;
    const heading = (text: string, hint?: string, className = '') =>
      element('span', { role: 'columnheader', title: hint, class: className }, text);
    return element(
      'div',
      { class: 'suggestion suggestion-head', role: 'row' },
      heading(unit),
      heading(name),
      heading(iou, strings.columnHints.iou, 'number'),
      heading(purity, strings.columnHints.purity, 'number'),
      element('span', { role: 'cell' }),
    );
  }

  update(suggestion: NameSuggestion, detectedFrom: number, state: PageState): void {
    this.#suggestion = suggestion;
    const { unit, name, iou, purity } = suggestion;
    const isAccepted = state.names[unit.channel] === name;
    setName(this.#unit, isAccepted ? numberOf(state, unit) : titleOf(state, unit));
    setName(this.#name, name);
    setText(this.#iou, iou.toFixed(3));
    setText(this.#purity, formatPercent(purity));
    this.element.classList.toggle('weak', iou <= detectedFrom);
    show(this.#accept, !isAccepted);
    show(this.#accepted, isAccepted);
    this.#accept.setAttribute('aria-label', strings.acceptOf(numberOf(state, unit), name));
  }
}
