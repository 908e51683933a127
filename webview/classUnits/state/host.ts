import type { ClassUnitsState, FromClassUnits } from '../../../src/protocol/classUnits.ts';
import type { Store } from './store.ts';
import type { ViewState } from './viewState.ts';
import { checkedView } from './viewState.ts';

const WRITE_AFTER_MS = 150;

/** The connection to the editor: outgoing messages, and the state that the editor keeps over a reload. */
export class Host {
  readonly #api = acquireVsCodeApi<ClassUnitsState>();
  #timer: number | undefined;

  post(message: FromClassUnits): void {
    this.#api.postMessage(message);
  }

  /** The view to begin with: the page's own, which is newer, if it is about the same model; no class of another folder. */
  viewFor(
    modelPath: string,
    folder: string | undefined,
    given: Record<string, unknown>,
  ): ViewState {
    const own = this.#api.getState();
    if (own?.modelPath !== modelPath) return checkedView(given);
    const view = checkedView(own.view);
    const isOther = own.folder !== undefined && own.folder !== folder;
    return isOther ? { ...view, classIndex: undefined } : view;
  }

  /** Saves every change of the view. */
  keepStateOf(store: Store): void {
    store.listen((state, previous) => {
      const { view, folder, modelPath } = state;
      if (modelPath === '' || (view === previous.view && folder === previous.folder)) return;
      this.#timer ??= window.setTimeout(() => {
        this.#timer = undefined;
        const now = store.state;
        const kept = { modelPath: now.modelPath, folder: now.folder?.path, view: { ...now.view } };
        this.#api.setState(kept);
        this.post({ type: 'viewChanged', view: kept.view });
      }, WRITE_AFTER_MS);
    });
  }
}
