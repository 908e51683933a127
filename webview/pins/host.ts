import type { FromPins } from '../../src/protocol/pins.ts';

/** The editor's side of the page: messages out. */
export class Host {
  readonly #api = acquireVsCodeApi<never>();

  post(message: FromPins): void {
    this.#api.postMessage(message);
  }
}
