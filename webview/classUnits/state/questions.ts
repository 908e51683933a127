import type { ClassUnitsRequests, UnitsQuestions } from '../../../src/protocol/classUnits.ts';
import { isScanned } from '../../shared/folder/folderPage.ts';
import { Asking } from '../../shared/page/asking.ts';
import type { Requests } from '../../shared/page/requests.ts';
import type { PageState, Store } from './store.ts';
import { classQuery, NO_ANSWERS } from './store.ts';

type Kind = keyof UnitsQuestions;

/**
 * Sends requests only for the current view, and again whenever the index changes. Of each kind, only the answer to the
 * newest request counts.
 */
export class Questions {
  readonly #store: Store;
  readonly #asking: Asking<ClassUnitsRequests, Kind>;

  constructor(store: Store, requests: Requests<ClassUnitsRequests>) {
    this.#store = store;
    this.#asking = new Asking<ClassUnitsRequests, Kind>(requests, (kind, change) =>
      store.updateAnswer(kind, change),
    );
    store.listen((state) => this.#follow(state));
  }

  ask<Asked extends Kind>(kind: Asked, request: UnitsQuestions[Asked]['request']): void {
    this.#asking.ask(kind, request, this.#store.state.index?.version);
  }

  /** As {@link ask}, even if the same was requested before. */
  askAgain<Asked extends Kind>(kind: Asked, request: UnitsQuestions[Asked]['request']): void {
    this.#asking.forget(kind);
    this.ask(kind, request);
  }

  /** Another model or folder: all answers are out of date. */
  drop(): void {
    this.#asking.forgetAll();
    this.#store.update({ answers: NO_ANSWERS, undo: undefined });
  }

  /** Repeats failed requests. */
  retry(): void {
    this.#asking.forgetAll((kind) => this.#store.state.answers[kind].error !== undefined);
    this.#follow(this.#store.state);
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
