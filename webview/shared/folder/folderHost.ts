import type { FolderPageState } from '../../../src/protocol/folder.ts';
import type { FrameStore } from '../page/frameStore.ts';
import type { FolderState } from './folderPage.ts';

const WRITE_AFTER_MS = 150;

/** What a page's settings do when they come from outside. */
export interface ViewRules<View> {
  /** Every invalid field gets its default. */
  checked(view: Record<string, unknown>): View;
  /** Without what is about the images of one folder. */
  forOtherFolder(view: View): View;
}

/** The connection to the editor: outgoing messages, and the state that the editor keeps over a reload. */
export class FolderHost<View extends object, Message extends { type: string }> {
  readonly #api = acquireVsCodeApi<FolderPageState>();
  readonly #rules: ViewRules<View>;
  #timer: number | undefined;

  constructor(rules: ViewRules<View>) {
    this.#rules = rules;
  }

  post(message: Message | { type: 'viewChanged'; view: Record<string, unknown> }): void {
    this.#api.postMessage(message);
  }

  /** The view to begin with: the page's own, which is newer, if it is about the same model; nothing of another folder. */
  viewFor(modelPath: string, folder: string | undefined, given: Record<string, unknown>): View {
    const own = this.#api.getState();
    if (own?.modelPath !== modelPath) return this.#rules.checked(given);
    const view = this.#rules.checked(own.view);
    const isOther = own.folder !== undefined && own.folder !== folder;
    return isOther ? this.#rules.forOtherFolder(view) : view;
  }

  /** The view without what is about the images of one folder. */
  forOtherFolder(view: View): View {
    return this.#rules.forOtherFolder(view);
  }

  /** Saves every change of the view. */
  keepStateOf<State extends FolderState & { view: View }>(store: FrameStore<State>): void {
    store.listen((state, previous) => {
      const { view, folder, modelPath } = state;
      if (modelPath === '' || (view === previous.view && folder === previous.folder)) return;
      this.#timer ??= window.setTimeout(() => {
        this.#timer = undefined;
        const now = store.state;
        const kept = {
          modelPath: now.modelPath,
          folder: now.folder?.path,
          view: Object.fromEntries(Object.entries(now.view)),
        };
        this.#api.setState(kept);
        this.post({ type: 'viewChanged', view: kept.view });
      }, WRITE_AFTER_MS);
    });
  }
}
