import type {
  ErrorAction,
  FromShowCam,
  ShowCamState,
  Side,
} from '../../../src/protocol/showCam.ts';

/** The connection to the editor: outgoing messages, and the state that the editor keeps for the page. */
export class Host {
  readonly #api = acquireVsCodeApi<ShowCamState>();

  post(message: FromShowCam): void {
    this.#api.postMessage(message);
  }

  act(side: Side, action: ErrorAction): void {
    this.post({ type: 'action', side, action });
  }

  /** The state from before a reload of the page, if there is any. */
  keptState(): ShowCamState | undefined {
    return this.#api.getState();
  }

  keepState(state: ShowCamState): void {
    this.#api.setState(state);
  }
}
