import { element, setName, setText, show } from '../../shared/widgets/dom.ts';
import { barExtent } from '../../shared/widgets/signedBar.ts';
import { RequestState } from '../panels/requestState.ts';
import type { PageParts } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { labelOf } from '../state/unitTitle.ts';
import { ablationBar } from './ablationBar.ts';
import { UnitSection } from './unitSection.ts';

/** The units of one class. */
export class ClassView {
  readonly element: HTMLElement;
  readonly #title = element('h1', { class: 'subject-title', 'data-testid': 'class-title' });
  readonly #note = element('p', { class: 'note', 'data-testid': 'class-note' });
  readonly #notices = element('ul', { class: 'note unit-notices' });
  readonly #for: UnitSection;
  readonly #against: UnitSection;
  readonly #content: HTMLElement;
  readonly #waiting: RequestState;

  constructor(parts: PageParts) {
    this.#for = new UnitSection(parts, {
      title: strings.speaksFor,
      none: strings.noneFor,
      testId: 'speaks-for',
    });
    this.#against = new UnitSection(parts, {
      title: strings.speaksAgainst,
      none: strings.noneAgainst,
      testId: 'speaks-against',
    });
    this.#waiting = new RequestState(parts, 'classUnits', strings.loading);
    this.#content = element(
      'div',
      { class: 'class-content' },
      element('div', { class: 'subject-head' }, this.#title, this.#note),
      this.#notices,
      this.#for.element,
      this.#against.element,
    );
    this.element = element(
      'div',
      { class: 'class-view', 'data-testid': 'class-view' },
      this.#waiting.element,
      this.#content,
      ablationBar(parts),
    );
    parts.store.listen((state) => this.#update(state));
  }

  #update(state: PageState): void {
    const isShown = state.view.subject === 'class';
    show(this.element, isShown);
    if (!isShown) return;
    const { result, isPending } = state.answers.classUnits;
    this.#waiting.update(state);
    show(this.#content, result !== undefined);
    if (!result) return;
    this.#content.setAttribute('aria-busy', String(isPending));
    // Content of another class is marked until the answer arrives.
    this.#content.classList.toggle('of-another', result.classIndex !== state.view.classIndex);
    setName(this.#title, labelOf(state, result.classIndex));
    const { used, all, by } = result.classImages;
    const usedBy = strings.classImages(used, all, by);
    setText(this.#note, `${strings.rankedBy[result.ranking]} · ${usedBy}`);
    show(this.#notices, result.notices.length > 0);
    this.#notices.replaceChildren(...result.notices.map((text) => element('li', {}, text)));
    const { speaksFor, speaksAgainst, countFor, countAgainst, ranking } = result;
    const extent = barExtent([...speaksFor, ...speaksAgainst].map((row) => row[ranking] ?? 0));
    this.#for.update(speaksFor, countFor, ranking, extent, state);
    this.#against.update(speaksAgainst, countAgainst, ranking, extent, state);
  }
}
