import { CamError } from '../../../src/cam/base/errors.ts';
import type { ClassUnitsRequests, UnitsQuestions } from '../../../src/protocol/classUnits.ts';
import type { Requests } from '../../shared/page/requests.ts';
import type { PageState, Store } from './store.ts';
import { classQuery, isScanned, NO_ANSWERS } from './store.ts';

type Kind = keyof UnitsQuestions;

/**
 * Sends requests only for the current view, and again whenever the index changes. Of each kind, only the answer to the
 * newest request counts.
 */
export class Questions {
  readonly #store: Store;
  readonly #requests: Requests<ClassUnitsRequests>;
  readonly #asked = new Map<Kind, { key: string; abort: AbortController }>();

  constructor(store: Store, requests: Requests<ClassUnitsRequests>) {
    this.#store = store;
    this.#requests = requests;
    store.listen((state) => this.#follow(state));
  }

  ask<Asked extends Kind>(kind: Asked, request: UnitsQuestions[Asked]['request']): void {
    const key = JSON.stringify([request, this.#store.state.index?.version]);
    const before = this.#asked.get(kind);
    if (before?.key === key) return;
    before?.abort.abort();
    void this.#answer(kind, request, key);
  }

  /** As {@link ask}, even if the same was requested before. */
  askAgain<Asked extends Kind>(kind: Asked, request: UnitsQuestions[Asked]['request']): void {
    this.#forget(kind);
    this.ask(kind, request);
  }

  /** Another model or folder: all answers are out of date. */
  drop(): void {
    for (const kind of this.#asked.keys()) this.#forget(kind);
    this.#store.update({ answers: NO_ANSWERS, undo: undefined });
  }

  /** Repeats failed requests. */
  retry(): void {
    for (const kind of this.#asked.keys()) {
      if (this.#store.state.answers[kind].error) this.#forget(kind);
    }
    this.#follow(this.#store.state);
  }

  async #answer<Asked extends Kind>(
    kind: Asked,
    request: UnitsQuestions[Asked]['request'],
    key: string,
  ): Promise<void> {
    const abort = new AbortController();
    const { signal } = abort;
    this.#asked.set(kind, { key, abort });
    if (this.#store.state.working?.kind === kind) this.#store.update({ working: undefined });
    this.#store.updateAnswer(kind, { isPending: true, error: undefined });
    const onWorking = (done: number, all: number) =>
      this.#store.update({ working: { kind, done, all } });
    try {
      const result = await this.#requests.send(kind, request, { signal, onWorking });
      this.#store.updateAnswer(kind, { isPending: false, result, error: undefined });
    } catch (error) {
      const data = CamError.toData(error);
      this.#store.updateAnswer(kind, { isPending: false, result: undefined, error: data });
    }
  }

  #forget(kind: Kind): void {
    this.#asked.get(kind)?.abort.abort();
    this.#asked.delete(kind);
  }

  #follow(state: PageState): void {
    const { view, model, isTrusted } = state;
    if (!isTrusted || !model || !isScanned(state)) return;
    const { subject, unit, ablated } = view;
    if (subject === 'class') this.ask('classUnits', { query: classQuery(state) });
    if (subject === 'unit' && unit !== undefined) this.ask('unitReport', { pooledChannel: unit });
    if (ablated.length > 0 && (subject === 'class' || subject === 'ablation')) {
      this.ask('ablation', { pooledChannels: [...ablated] });
    }
  }
}
