import type { CamErrorData } from '../../../src/cam/base/errors.ts';
import type {
  ErrorAction,
  FromShowCam,
  SaveFilter,
  ShowCamState,
  Side,
  ToShowCam,
} from '../../../src/protocol/showCam.ts';

export interface SaveReply {
  /** Where the host wrote it; undefined where the user cancelled. */
  savedAs: string | undefined;
  error: CamErrorData | undefined;
}

/** The editor's side of the page: messages out, replies to requests, and the state it keeps for us. */
export class Host {
  readonly #api = acquireVsCodeApi<ShowCamState>();
  readonly #waiting = new Map<number, (reply: SaveReply) => void>();
  #nextId = 1;

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

  save(suggestedName: string, bytes: Uint8Array, filter: SaveFilter): Promise<SaveReply> {
    const id = this.#nextId++;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.post({ type: 'save', id, suggestedName, bytes, filter });
    });
  }

  settle(reply: Extract<ToShowCam, { type: 'reply' }>): void {
    this.#waiting.get(reply.id)?.({ savedAs: reply.savedAs, error: reply.error });
    this.#waiting.delete(reply.id);
  }
}
