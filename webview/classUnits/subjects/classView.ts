import type { ClassUnits } from '../../../src/cam/results/units.ts';
import { RequestState } from '../../shared/folder/requestState.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { popover } from '../../shared/widgets/popover.ts';
import { barExtent } from '../../shared/widgets/signedBar.ts';
import type { ClassPicker } from '../panels/classPicker.ts';
import { rowLayout } from '../patches/rowLayout.ts';
import type { PageParts } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import { shownClass } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { labelOf } from '../state/unitTitle.ts';
import { ablationBar } from './ablationBar.ts';
import { UnitSection } from './unitSection.ts';

/** The units of one class. */
export class ClassView {
  readonly element: HTMLElement;
  readonly #picker: ClassPicker;
  readonly #note = element('p', { class: 'note', 'data-testid': 'class-note' });
  readonly #notices = element('ul', { class: 'unit-notices' });
  readonly #why: HTMLElement;
  readonly #for: UnitSection;
  readonly #against: UnitSection;
  readonly #content: HTMLElement;
  readonly #waiting: RequestState;

  /** @param picker whose title stands over the units */
  constructor(parts: PageParts, picker: ClassPicker) {
    this.#picker = picker;
    const why = popover(strings.whyThisOrder, 'notices', this.#notices);
    this.#why = element('div', { class: 'menu' }, why.button, why.panel);
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
    this.#waiting = new RequestState({
      kind: 'classUnits',
      text: strings.loading,
      onRetry: () => parts.questions.retry(),
    });
    this.#content = element(
      'div',
      { class: 'class-content' },
      this.#for.element,
      this.#against.element,
    );
    this.element = element(
      'div',
      { class: 'class-view', 'data-testid': 'class-view' },
      element(
        'div',
        { class: 'class-head' },
        picker.title,
        element('div', { class: 'class-note' }, this.#note, this.#why),
      ),
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
    this.#waiting.update(state.answers.classUnits, state.progress !== undefined);
    const isMeasured = state.widthPx > 0;
    show(this.#content, result !== undefined && isMeasured);
    this.#showHead(state, result);
    if (!result || !isMeasured) return;
    this.#setLayout(state);
    this.#content.setAttribute('aria-busy', String(isPending));
    // Content of another class is marked until the answer arrives.
    this.#content.classList.toggle('of-another', result.classIndex !== shownClass(state));
    const { speaksFor, speaksAgainst, countFor, countAgainst, ranking } = result;
    const extent = barExtent([...speaksFor, ...speaksAgainst].map((row) => row[ranking] ?? 0));
    this.#for.update(speaksFor, countFor, ranking, extent, state);
    this.#against.update(speaksAgainst, countAgainst, ranking, extent, state);
  }

  /** The title is that of the units below it; before there are any, that of the class whose units are on their way. */
  #showHead(state: PageState, result: ClassUnits | undefined): void {
    this.#picker.setTitle(
      labelOf(state, result?.classIndex ?? shownClass(state)),
      result?.classImages.all,
    );
    const notices = result?.notices ?? [];
    show(this.#why, notices.length > 0);
    this.#notices.replaceChildren(...notices.map((text) => element('li', {}, text)));
    if (!result) return;
    const { used, all, by } = result.classImages;
    const ranked = strings.rankedBy[result.ranking];
    setText(this.#note, all === 0 ? ranked : `${strings.classImages(used, all, by)} · ${ranked}`);
  }

  #setLayout({ widthPx, view }: PageState): void {
    const { isOneLine, columns, sidePx, heightPx } = rowLayout(widthPx, view.patchSize);
    const { style, dataset } = this.#content;
    dataset.head = isOneLine ? 'oneLine' : 'twoLines';
    style.setProperty('--columns', String(columns));
    style.setProperty('--side', `${sidePx}px`);
    style.setProperty('--row-height', `${heightPx}px`);
  }
}
