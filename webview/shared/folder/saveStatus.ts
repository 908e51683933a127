import { CamError } from '../../../src/cam/base/errors.ts';
import type { RequestOptions } from '../page/requests.ts';
import { element, setText, show } from '../widgets/dom.ts';
import { button } from '../widgets/toolkit.ts';
import { strings } from './strings.ts';

const STATUS_MS = 6000;

export interface SaveStatus {
  element: HTMLElement;
  /** Says what came of it, or why it failed, for a few seconds; nothing if the text is empty. */
  tell(text: Promise<string>): Promise<void>;
  /** As `tell`; until then it says how far the work is, and the user can end it. */
  follow(
    progress: (share: number) => string,
    work: (told: RequestOptions) => Promise<string>,
  ): Promise<void>;
}

/** What becomes of a file that is being saved, over the lower edge of the page. */
export function saveStatus(): SaveStatus {
  const text = element('span', { role: 'status', 'data-testid': 'output-status' });
  let abort: AbortController | undefined;
  const cancel = button({
    label: strings.cancel,
    testId: 'cancel-save',
    onClick: () => {
      abort?.abort();
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
  const tell = (told: Promise<string>) =>
    told.then(say, (error) => {
      const { message, nextAction } = CamError.toData(error);
      say(`${message} ${nextAction}`);
    });
  return {
    element: root,
    tell,
    follow(progress, work) {
      const own = new AbortController();
      const onWorking = (done: number, all: number) => {
        abort = own;
        write(progress(done / all));
        show(cancel, true);
      };
      onWorking(0, 1);
      return tell(work({ signal: own.signal, onWorking }));
    },
  };
}
