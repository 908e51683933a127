import type { ClassUnitsAnswers } from '../../src/protocol/classUnits.ts';
import { element, setText, show } from '../dom.ts';
import { icon } from '../icons.ts';
import { button, progressRing } from '../toolkit.ts';
import type { PageParts } from './page.ts';
import type { PageState } from './store.ts';
import { strings } from './strings.ts';

/** Waiting for an answer where none is shown yet, or why there is none. */
export class RequestState {
  readonly element: HTMLElement;
  readonly #kind: keyof ClassUnitsAnswers;
  readonly #waiting: HTMLElement;
  readonly #failure: HTMLElement;
  readonly #message = element('p', { class: 'failure-message' });
  readonly #next = element('p', {});

  constructor({ requests }: PageParts, kind: keyof ClassUnitsAnswers, text: string) {
    this.#kind = kind;
    this.#waiting = element('p', { class: 'waiting-line note', role: 'status' });
    this.#waiting.append(progressRing(), element('span', {}, text));
    this.#failure = element(
      'div',
      { class: 'banner failure', role: 'alert', 'data-testid': `${kind}-failure` },
      icon('error'),
      element(
        'div',
        { class: 'banner-text' },
        this.#message,
        this.#next,
        button({ label: strings.actions.retry, onClick: () => requests.retry() }),
      ),
    );
    this.element = element('div', { class: 'request-state' }, this.#waiting, this.#failure);
  }

  update({ answers }: PageState): void {
    const { isPending, result, error } = answers[this.#kind];
    show(this.#waiting, isPending && result === undefined);
    show(this.#failure, error !== undefined);
    show(this.element, (isPending && result === undefined) || error !== undefined);
    if (!error) return;
    setText(this.#message, error.message);
    setText(this.#next, error.nextAction);
  }
}
