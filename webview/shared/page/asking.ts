import type { CamErrorData } from '../../../src/cam/base/errors.ts';
import { CamError } from '../../../src/cam/base/errors.ts';
import type { RequestKinds } from '../../../src/protocol/requests.ts';
import type { Requests } from './requests.ts';

/** The last request of one kind. */
export interface Answer<Result> {
  /** A newer answer is on its way. */
  isPending: boolean;
  /** The newest answer, perhaps of an earlier request. */
  result: Result | undefined;
  error: CamErrorData | undefined;
  /** How far a long request is. */
  work: { done: number; all: number } | undefined;
}

export const NO_ANSWER: Answer<never> = {
  isPending: false,
  result: undefined,
  error: undefined,
  work: undefined,
};

/** Sends requests; of each kind only the answer to the newest request counts. */
export class Asking<Kinds extends RequestKinds, Asked extends keyof Kinds & string> {
  readonly #requests: Requests<Kinds>;
  readonly #onAnswer: (kind: Asked, change: Partial<Answer<unknown>>) => void;
  readonly #asked = new Map<Asked, { key: string; abort: AbortController }>();

  /** @param onAnswer gets what is new about a request */
  constructor(
    requests: Requests<Kinds>,
    onAnswer: (kind: Asked, change: Partial<Answer<unknown>>) => void,
  ) {
    this.#requests = requests;
    this.#onAnswer = onAnswer;
  }

  /** @param version of what the question is about: the same question of another version is asked again */
  ask<Kind extends Asked>(
    kind: Kind,
    request: Kinds[Kind]['request'],
    version: string | undefined,
  ): void {
    const key = JSON.stringify([request, version]);
    const before = this.#asked.get(kind);
    if (before?.key === key) return;
    before?.abort.abort();
    void this.#answer(kind, request, key);
  }

  /** The answer is no longer needed, and the same may be asked again. */
  forget(kind: Asked): void {
    this.#asked.get(kind)?.abort.abort();
    this.#asked.delete(kind);
  }

  /** As {@link forget}, for all kinds that were asked. */
  forgetAll(isMeant: (kind: Asked) => boolean = () => true): void {
    for (const kind of [...this.#asked.keys()].filter(isMeant)) this.forget(kind);
  }

  async #answer<Kind extends Asked>(
    kind: Kind,
    request: Kinds[Kind]['request'],
    key: string,
  ): Promise<void> {
    const abort = new AbortController();
    const { signal } = abort;
    this.#asked.set(kind, { key, abort });
    this.#onAnswer(kind, { isPending: true, error: undefined, work: undefined });
    const onWorking = (done: number, all: number) => this.#onAnswer(kind, { work: { done, all } });
    const settled = { isPending: false, work: undefined };
    try {
      const result = await this.#requests.send(kind, request, { signal, onWorking });
      this.#onAnswer(kind, { ...settled, result, error: undefined });
    } catch (error) {
      this.#onAnswer(kind, { ...settled, result: undefined, error: CamError.toData(error) });
    }
  }
}
