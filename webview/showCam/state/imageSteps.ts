import type { Host } from './host.ts';
import type { Store } from './store.ts';

/** Stepping through the chosen images. */
export class ImageSteps {
  readonly #store: Store;
  readonly #host: Host;

  constructor(store: Store, host: Host) {
    this.#store = store;
    this.#host = host;
  }

  step(by: number): void {
    const { images } = this.#store.state;
    const index = images.index + by;
    if (index < 0 || index >= images.names.length) return;
    this.#store.update({ images: { ...images, index }, place: undefined });
    this.#host.post({ type: 'showImage', index });
  }
}
