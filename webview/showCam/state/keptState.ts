import type { SheetPlace, ShowCamState, ViewState } from '../../../src/protocol/showCam.ts';
import type { Host } from './host.ts';
import type { Store } from './store.ts';
import { checkedView } from './viewState.ts';

const WRITE_AFTER_MS = 150;

/** Writes the panel's state for the next reload, and tells the host of a changed view. */
export class KeptState {
  readonly #host: Host;
  readonly #store: Store;
  #imageUris: string[] | undefined;
  #modelPath: string | undefined;
  #otherModelPath: string | undefined;
  #timer: number | undefined;

  constructor(store: Store, host: Host) {
    this.#store = store;
    this.#host = host;
    store.listen((state, previous) => {
      const { view, images, sheet } = state;
      const isMoved =
        sheet.isOpen !== previous.sheet.isOpen || sheet.chosen !== previous.sheet.chosen;
      if (view !== previous.view || images !== previous.images || isMoved) this.#writeSoon();
    });
  }

  /** The view to begin with: the page's own, which is newer, if it is about the same images. */
  restore(state: ShowCamState): ViewState {
    this.#imageUris = state.imageUris;
    this.#modelPath = state.modelPath;
    this.#otherModelPath = state.otherModelPath;
    const own = this.#host.keptState();
    const same = own?.imageUris.join('\n') === state.imageUris.join('\n');
    return checkedView((same ? own?.view : state.view) ?? {});
  }

  setModel(path: string): void {
    this.#modelPath = path;
    this.#writeSoon();
  }

  setOtherModel(path: string | undefined): void {
    this.#otherModelPath = path;
    this.#writeSoon();
  }

  #writeSoon(): void {
    this.#timer ??= window.setTimeout(() => {
      this.#timer = undefined;
      if (this.#imageUris === undefined) return;
      const { images, view } = this.#store.state;
      const sheet = this.#sheetPlace();
      this.#host.keepState({
        imageUris: this.#imageUris,
        index: images.index,
        modelPath: this.#modelPath,
        otherModelPath: this.#otherModelPath,
        sheet,
        view,
      });
      this.#host.post({ type: 'viewChanged', view, sheet });
    }, WRITE_AFTER_MS);
  }

  #sheetPlace(): SheetPlace | undefined {
    const { images, sheet } = this.#store.state;
    const { isOpen, chosen } = sheet;
    return images.names.length > 1 ? { isOpen, chosen } : undefined;
  }
}
