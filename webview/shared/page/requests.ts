import { CamError } from '../../../src/cam/base/errors.ts';
import type {
  CancelMessage,
  ReplyMessage,
  RequestKinds,
  RequestMessage,
} from '../../../src/protocol/requests.ts';

export interface RequestOptions {
  /** Aborted if the answer is no longer needed: the editor is told, and the request has no result. */
  signal?: AbortSignal;
  onWorking?: (done: number, all: number) => void;
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: CamError): void;
  onWorking: RequestOptions['onWorking'];
}

/** All requests of a page to the editor go through here. The engine sets the time limit of an answer. */
export class Requests<Kinds extends RequestKinds> {
  readonly #post: (message: RequestMessage<Kinds> | CancelMessage) => void;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;

  constructor(post: (message: RequestMessage<Kinds> | CancelMessage) => void) {
    this.#post = post;
  }

  /** Never settles once `signal` is aborted. Rejects with the CamError of the editor's refusal. */
  send<Kind extends keyof Kinds & string>(
    kind: Kind,
    request: Kinds[Kind]['request'],
    { signal, onWorking }: RequestOptions = {},
  ): Promise<Kinds[Kind]['result']> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, onWorking });
      signal?.addEventListener('abort', () => {
        if (this.#waiting.delete(id)) this.#post({ type: 'cancel', id });
      });
      this.#post({ type: 'request', id, kind, request } as RequestMessage<Kinds>);
    });
  }

  receive(reply: ReplyMessage<Kinds>): void {
    const waiting = this.#waiting.get(reply.id);
    if (reply.type === 'working') {
      waiting?.onWorking?.(reply.done, reply.all);
      return;
    }
    this.#waiting.delete(reply.id);
    if (reply.type === 'refusal') waiting?.reject(new CamError(reply.error));
    else waiting?.resolve(reply.result);
  }
}
