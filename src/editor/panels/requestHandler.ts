import type { CamErrorData } from '../../cam/base/errors.ts';
import type {
  CancelMessage,
  ReplyMessage,
  RequestKinds,
  RequestMessage,
} from '../../protocol/requests.ts';

/** Aborted when the page no longer waits. */
export interface Asked {
  signal: AbortSignal;
  /** Reports the progress of the answer to the page. */
  onWorking(done: number, all: number): void;
}

/** A handler for each kind of request; if it throws, the request is refused. */
export type RequestHandlers<Kinds extends RequestKinds> = {
  [Kind in keyof Kinds]: (
    request: Kinds[Kind]['request'],
    asked: Asked,
  ) => Promise<Kinds[Kind]['result']>;
};

/** The editor's side of a page's requests. */
export class RequestHandler<Kinds extends RequestKinds> {
  readonly #handlers: RequestHandlers<Kinds>;
  readonly #post: (reply: ReplyMessage<Kinds>) => void;
  readonly #dataOf: (error: unknown) => CamErrorData;
  readonly #open = new Map<number, AbortController>();

  constructor(
    handlers: RequestHandlers<Kinds>,
    post: (reply: ReplyMessage<Kinds>) => void,
    dataOf: (error: unknown) => CamErrorData,
  ) {
    this.#handlers = handlers;
    this.#post = post;
    this.#dataOf = dataOf;
  }

  receive(message: RequestMessage<Kinds> | CancelMessage): void {
    if (message.type === 'request') void this.#answer(message);
    else this.#end(message.id);
  }

  /** Call it when the page is gone or replaced. Not for a page that stays: it would wait forever. */
  clear(): void {
    for (const id of this.#open.keys()) this.#end(id);
  }

  async #answer({ id, kind, request }: RequestMessage<Kinds>): Promise<void> {
    const abort = new AbortController();
    const { signal } = abort;
    this.#open.set(id, abort);
    const reply = (message: ReplyMessage<Kinds>) => {
      if (!signal.aborted) this.#post(message);
    };
    try {
      const onWorking = (done: number, all: number) => reply({ type: 'working', id, done, all });
      const result = await this.#handlers[kind](request, { signal, onWorking });
      reply({ type: 'result', id, kind, result } as ReplyMessage<Kinds>);
    } catch (error) {
      if (!signal.aborted) reply({ type: 'refusal', id, error: this.#dataOf(error) });
    } finally {
      this.#open.delete(id);
    }
  }

  #end(id: number): void {
    this.#open.get(id)?.abort();
    this.#open.delete(id);
  }
}
