import type { FromModelTab } from '../../../src/protocol/modelTab.ts';
import type { Store } from './store.ts';
import type { ViewState } from './viewState.ts';
import { checkedView } from './viewState.ts';

const WRITE_AFTER_MS = 150;

/** The connection to the editor: outgoing messages, and the view that the editor keeps over a reload. */
export class Host {
  readonly #api = acquireVsCodeApi<ViewState>();
  #timer: number | undefined;

  post(message: FromModelTab): void {
    this.#api.postMessage(message);
  }

  /** Begins with the saved view and saves every change of it. */
  keepViewOf(store: Store): void {
    store.update({ view: checkedView(this.#api.getState() ?? {}) });
    store.listen(({ view }, previous) => {
      if (view === previous.view) return;
      this.#timer ??= window.setTimeout(() => {
        this.#timer = undefined;
        this.#api.setState(store.state.view);
      }, WRITE_AFTER_MS);
    });
  }
}
