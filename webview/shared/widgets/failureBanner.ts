import type { CamErrorData } from '../../../src/cam/base/errors.ts';
import { element, setText, show } from './dom.ts';
import { icon } from './icons.ts';
import { button } from './toolkit.ts';

/** The failure of a page, and what to do next. */
export interface Failure<Action extends string> {
  error: CamErrorData;
  /** Most useful first. */
  actions: readonly Action[];
}

/** Shows the failure, with a button for each action; hidden if there is none. */
export class FailureBanner<Action extends string> {
  readonly element: HTMLElement;
  readonly #labels: Record<Action, string>;
  readonly #act: (action: Action) => void;
  readonly #message = element('p', { class: 'failure-message' });
  readonly #next = element('p', {});
  readonly #buttons = element('div', { class: 'banner-actions' });
  #shown: Failure<Action> | undefined;

  /** @param notes shown between the next action and the buttons */
  constructor(
    labels: Record<Action, string>,
    act: (action: Action) => void,
    ...notes: HTMLElement[]
  ) {
    this.#labels = labels;
    this.#act = act;
    this.element = element(
      'div',
      { class: 'banner failure', role: 'alert', 'data-testid': 'failure' },
      icon('error'),
      element('div', { class: 'banner-text' }, this.#message, this.#next, ...notes, this.#buttons),
    );
    this.element.hidden = true;
  }

  update(failure: Failure<Action> | undefined): void {
    if (failure === this.#shown) return;
    this.#shown = failure;
    show(this.element, failure !== undefined);
    if (!failure) return;
    this.element.dataset.code = failure.error.code;
    setText(this.#message, failure.error.message);
    setText(this.#next, failure.error.nextAction);
    this.#buttons.replaceChildren(
      ...failure.actions.map((action) =>
        button({
          label: this.#labels[action],
          testId: `action-${action}`,
          onClick: () => this.#act(action),
        }),
      ),
    );
  }
}
