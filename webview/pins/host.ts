import type { FromPins } from '../../src/protocol/pins.ts';

/** The connection to the editor: outgoing messages. */
export class Host {
  readonly #api = acquireVsCodeApi<never>();

  post(message: FromPins): void {
    this.#api.postMessage(message);
  }
}
