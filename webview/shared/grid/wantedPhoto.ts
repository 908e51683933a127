import type { Picture, Thumbnails } from '../page/thumbnails.ts';

/** The photo of a place that shows one image after another. */
export class WantedPhoto {
  readonly #thumbnails: Thumbnails;
  readonly #onArrival: () => void;
  #path: string | undefined;

  /** @param onArrival is called when a photo that was not there has arrived or failed */
  constructor(thumbnails: Thumbnails, onArrival: () => void) {
    this.#thumbnails = thumbnails;
    this.#onArrival = onArrival;
  }

  /** The photo, if it has arrived; otherwise, or if it may be out of date, it is asked for. @param path absolute */
  of(path: string): Picture {
    if (path !== this.#path) this.forget();
    this.#path = path;
    const photo = this.#thumbnails.get(path);
    const isOld = this.#thumbnails.isOld(path);
    if (photo === undefined || isOld) this.#thumbnails.want(path, this.#onArrival);
    return isOld && photo === 'failed' ? undefined : photo;
  }

  /** It is no longer in view. */
  forget(): void {
    if (this.#path !== undefined) this.#thumbnails.forget(this.#path, this.#onArrival);
    this.#path = undefined;
  }
}
