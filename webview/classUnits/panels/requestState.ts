import type { UnitsQuestions } from '../../../src/protocol/classUnits.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button, progressRing } from '../../shared/widgets/toolkit.ts';
import type { PageParts } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/** Says that the page waits for the first answer, or why there is none. */
export class RequestState {
  readonly element: HTMLElement;
  readonly #kind: keyof UnitsQuestions;
  readonly #waiting: HTMLElement;
  readonly #waitingText = element('span', {});
  readonly #text: string;
  readonly #isSlow: boolean;
  readonly #failure: HTMLElement;
  readonly #message = element('p', { class: 'failure-message' });
  readonly #next = element('p', {});

  /** @param isSlow the model is run on many pictures: progress is shown, also over an older answer */
  constructor({ questions }: PageParts, kind: keyof UnitsQuestions, text: string, isSlow = false) {
    this.#kind = kind;
    this.#text = text;
    this.#isSlow = isSlow;
    this.#waiting = element('p', { class: 'waiting-line note', role: 'status' });
    this.#waiting.append(progressRing(), this.#waitingText);
    this.#failure = element(
      'div',
      { class: 'banner failure', role: 'alert', 'data-testid': `${kind}-failure` },
      icon('error'),
      element(
        'div',
        { class: 'banner-text' },
        this.#message,
        this.#next,
        button({ label: strings.actions.retry, onClick: () => questions.retry() }),
      ),
    );
    this.element = element('div', { class: 'request-state' }, this.#waiting, this.#failure);
  }

  update(state: PageState): void {
    const { isPending, result, error } = state.answers[this.#kind];
    const isWaiting = isPending && (this.#isSlow || result === undefined);
    show(this.#waiting, isWaiting);
    setText(this.#waitingText, this.#isSlow ? this.#textWithProgress(state) : this.#text);
    show(this.#failure, error !== undefined);
    show(this.element, isWaiting || error !== undefined);
    if (!error) return;
    setText(this.#message, error.message);
    setText(this.#next, error.nextAction);
  }

  #textWithProgress({ working, progress }: PageState): string {
    if (working?.kind === this.#kind)
      return strings.working(this.#text, working.done / working.all);
    return progress ? strings.afterTheScan : this.#text;
  }
}
