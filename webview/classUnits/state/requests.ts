import type { CamErrorData } from '../../../src/cam/base/errors.ts';
import type {
  AnswerMessage,
  ClassUnitsAnswers,
  ClassUnitsRequest,
} from '../../../src/protocol/classUnits.ts';
import type { Host } from './host.ts';
import type { PageState, Store } from './store.ts';
import { classQuery, isScanned, NO_ANSWERS } from './store.ts';

type Kind = keyof ClassUnitsAnswers;

/**
 * Asks for what is looked at and for nothing else, anew whenever the index changes. Of each kind only the
 * answer to the newest question counts.
 */
export class Requests {
  readonly #store: Store;
  readonly #host: Host;
  readonly #asked = new Map<Kind, { id: number; key: string }>();
  #nextId = 1;

  constructor(store: Store, host: Host) {
    this.#store = store;
    this.#host = host;
    store.listen((state) => this.#follow(state));
  }

  ask(request: ClassUnitsRequest): void {
    const { kind } = request;
    const key = JSON.stringify([request, this.#store.state.index?.version]);
    const before = this.#asked.get(kind);
    if (before?.key === key) return;
    if (before && this.#store.state.answers[kind].isPending) {
      this.#host.post({ type: 'forget', id: before.id });
    }
    const id = this.#nextId++;
    this.#asked.set(kind, { id, key });
    if (this.#store.state.working?.kind === kind) this.#store.update({ working: undefined });
    this.#store.updateAnswer(kind, { isPending: true, error: undefined });
    this.#host.post({ type: 'ask', id, request });
  }

  /** As {@link ask}, also where the same was asked before. */
  askAgain(request: ClassUnitsRequest): void {
    this.#asked.delete(request.kind);
    this.ask(request);
  }

  receive({ id, kind, result }: AnswerMessage): void {
    if (this.#asked.get(kind)?.id !== id) return;
    this.#store.updateAnswer(kind, { isPending: false, result, error: undefined });
  }

  refuse(id: number, error: CamErrorData): void {
    for (const [kind, asked] of this.#asked) {
      if (asked.id !== id) continue;
      this.#store.updateAnswer(kind, { isPending: false, result: undefined, error });
    }
  }

  /** Another model or folder: nothing that was said holds any more. */
  drop(): void {
    this.#asked.clear();
    this.#store.update({ answers: NO_ANSWERS, undo: undefined });
  }

  /** Asks again for what failed. */
  retry(): void {
    for (const [kind] of this.#asked) {
      if (this.#store.state.answers[kind].error) this.#asked.delete(kind);
    }
    this.#follow(this.#store.state);
  }

  #follow(state: PageState): void {
    const { view, model, isTrusted } = state;
    if (!isTrusted || !model || !isScanned(state)) return;
    const { subject, unit, silenced } = view;
    if (subject === 'class') this.ask({ kind: 'classUnits', query: classQuery(state) });
    if (subject === 'unit' && unit !== undefined) {
      this.ask({ kind: 'unitReport', pooledChannel: unit });
    }
    if (silenced.length > 0 && (subject === 'class' || subject === 'silence')) {
      this.ask({ kind: 'silence', pooledChannels: [...silenced] });
    }
  }
}
