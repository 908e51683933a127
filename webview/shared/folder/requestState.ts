import type { Answer } from '../page/asking.ts';
import { element, setText, show } from '../widgets/dom.ts';
import { icon } from '../widgets/icons.ts';
import { button, progressRing } from '../widgets/toolkit.ts';
import { strings } from './strings.ts';
import { TimeLeft } from './timeLeft.ts';

export interface RequestStateOptions {
  kind: string;
  /** Said while the page waits. */
  text: string;
  onRetry: () => void;
  /** The model is run on many pictures: progress is shown, also over an older answer. */
  isSlow?: boolean;
  /** Ends slow work; without it, it cannot be ended. */
  onCancel?: () => void;
}

/** Says that the page waits for the first answer, or why there is none. */
export class RequestState {
  readonly element: HTMLElement;
  readonly #options: RequestStateOptions;
  readonly #waiting: HTMLElement;
  readonly #waitingText = element('span', {});
  readonly #failure: HTMLElement;
  readonly #message = element('p', { class: 'failure-message' });
  readonly #next = element('p', {});
  #timeLeft = new TimeLeft();

  constructor(options: RequestStateOptions) {
    const { kind, onRetry, onCancel } = options;
    this.#options = options;
    this.#waiting = element('div', { class: 'waiting-line note', role: 'status' });
    this.#waiting.append(progressRing(), this.#waitingText);
    if (onCancel) {
      const testId = `cancel-${kind}`;
      this.#waiting.append(button({ label: strings.cancel, testId, onClick: onCancel }));
    }
    this.#failure = element(
      'div',
      { class: 'banner failure', role: 'alert', 'data-testid': `${kind}-failure` },
      icon('error'),
      element(
        'div',
        { class: 'banner-text' },
        this.#message,
        this.#next,
        button({ label: strings.actions.retry, onClick: onRetry }),
      ),
    );
    this.element = element('div', { class: 'request-state' }, this.#waiting, this.#failure);
  }

  /**
   * @param isScanning slow work waits for the end of the scan
   * @param waiting said in place of the text while other work is done first
   */
  update(answer: Answer<unknown>, isScanning: boolean, waiting?: string): void {
    const { isPending, result, error } = answer;
    const { isSlow = false, text } = this.#options;
    const isWaiting = isPending && (isSlow || result === undefined);
    show(this.#waiting, isWaiting);
    const before = isScanning ? strings.afterTheScan : (waiting ?? text);
    setText(this.#waitingText, isSlow ? this.#textWithProgress(answer, before) : text);
    show(this.#failure, error !== undefined);
    show(this.element, isWaiting || error !== undefined);
    if (!error) return;
    setText(this.#message, error.message);
    setText(this.#next, error.nextAction);
  }

  /** @param before said until the work begins */
  #textWithProgress({ work }: Answer<unknown>, before: string): string {
    if (!work) {
      this.#timeLeft = new TimeLeft();
      return before;
    }
    const working = strings.working(this.#options.text, work.done / work.all);
    const seconds = this.#timeLeft.after(work, performance.now());
    return seconds === undefined ? working : `${working} · ${strings.secondsLeft(seconds)}`;
  }
}
