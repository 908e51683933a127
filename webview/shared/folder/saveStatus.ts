import { element, setText, show } from '../widgets/dom.ts';
import { button } from '../widgets/toolkit.ts';
import { strings } from './strings.ts';

const STATUS_MS = 6000;

export interface SaveStatus {
  element: HTMLElement;
  /** For a few seconds; nothing if it is empty. */
  say(text: string): void;
  /** Until the next text. */
  work(text: string, onCancel: () => void): void;
}

/** What becomes of a file that is being saved, over the lower edge of the page. */
export function saveStatus(): SaveStatus {
  const text = element('span', { role: 'status', 'data-testid': 'output-status' });
  let onCancel: (() => void) | undefined;
  const cancel = button({
    label: strings.cancel,
    testId: 'cancel-save',
    onClick: () => {
      onCancel?.();
      say('');
    },
  });
  const root = element('div', { class: 'save-status' }, text, cancel);
  root.hidden = true;
  let timer = 0;
  const write = (message: string) => {
    window.clearTimeout(timer);
    setText(text, message);
    show(root, message !== '');
  };
  const say = (message: string) => {
    write(message);
    show(cancel, false);
    timer = window.setTimeout(() => write(''), STATUS_MS);
  };
  return {
    element: root,
    say,
    work(message, cancelled) {
      write(message);
      show(cancel, true);
      onCancel = cancelled;
    },
  };
}
