import type { Host } from './host.ts';
import type { Store } from './store.ts';
import { imageOrder, isSheetShown } from './store.ts';

/** Stepping through the chosen images, in the order of the contact sheet, and between the sheet and one image. */
export class ImageSteps {
  readonly #store: Store;
  readonly #host: Host;

  constructor(store: Store, host: Host) {
    this.#store = store;
    this.#host = host;
  }

  /** To the next image, or by more; on the sheet the choice moves. */
  step(by: number): void {
    const { state } = this.#store;
    const order = imageOrder(state);
    const isSheet = isSheetShown(state);
    const from = order.indexOf(isSheet ? state.sheet.chosen : state.images.index);
    const index = order[from + by];
    if (index === undefined) return;
    if (isSheet) this.#store.updateSheet({ chosen: index });
    else this.#show(index);
  }

  /** From the sheet to one image. */
  open(index: number): void {
    const { images, loaded } = this.#store.state;
    this.#store.updateSheet({ isOpen: false, chosen: index });
    if (index === images.index) return;
    // Another picture would be on show until this one is computed.
    this.#store.update({ loaded: undefined });
    loaded?.picture.close();
    this.#show(index);
  }

  /** Back to the sheet, where the image on show is chosen. */
  openSheet(): void {
    this.#store.updateSheet({ isOpen: true, chosen: this.#store.state.images.index });
  }

  #show(index: number): void {
    const { images } = this.#store.state;
    this.#store.update({ images: { ...images, index }, place: undefined });
    this.#host.post({ type: 'showImage', index });
  }
}
