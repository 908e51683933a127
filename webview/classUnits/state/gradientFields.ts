import type { CamErrorData } from '../../../src/cam/base/errors.ts';
import { CamError } from '../../../src/cam/base/errors.ts';
import type { FieldByGradient, Patch } from '../../../src/cam/results/units.ts';
import type { ClassUnitsRequests } from '../../../src/protocol/classUnits.ts';
import type { Requests } from '../../shared/page/requests.ts';
import type { PageState, Store } from './store.ts';

/** Images in one request; few, so that the first fields are drawn before the last ones are computed. */
const AT_ONCE = 4;

/** A patch's field, or why it has none. */
export type KnownField = FieldByGradient | { path: string; error: CamErrorData };

/** What is known about fields by the gradient. */
export interface FieldState {
  /** By {@link fieldKey}. */
  known: ReadonlyMap<string, KnownField>;
  /** Of those that are wanted now; undefined if none are on their way. */
  work: { done: number; all: number } | undefined;
  /** How many were computed before the user stopped it. */
  stoppedAfter: number | undefined;
  /** Why there are none at all. */
  error: CamErrorData | undefined;
}

export const NO_FIELDS: FieldState = {
  known: new Map(),
  work: undefined,
  stoppedAfter: undefined,
  error: undefined,
};

/** Another picture or model gives another activation, so a field is never shown for one that is not its own. */
function fieldKey({ channel, cell, maximum, path }: Patch): string {
  return JSON.stringify([channel, cell.x, cell.y, maximum, path]);
}

/** What is known about a patch's field by the gradient. */
export function fieldOf(patch: Patch, { fields }: PageState): KnownField | undefined {
  return fields.known.get(fieldKey(patch));
}

/** The fields by the gradient: computed for the patches in view while that crop is chosen, and kept. */
export class GradientFields {
  readonly #store: Store;
  readonly #requests: Requests<ClassUnitsRequests>;
  readonly #wanted = new Map<string, Patch>();
  #asked: { patches: Map<string, Patch>; abort: AbortController } | undefined;
  /** Since none were on their way. */
  #done = 0;
  #timer = 0;

  constructor(store: Store, requests: Requests<ClassUnitsRequests>) {
    this.#store = store;
    this.#requests = requests;
    store.listen((state, previous) => {
      if (isOtherView(state, previous)) this.#beginAgain();
    });
  }

  want(patch: Patch): void {
    const key = fieldKey(patch);
    const { known } = this.#store.state.fields;
    if (known.has(key) || this.#asked?.patches.has(key) || this.#wanted.has(key)) return;
    this.#wanted.set(key, patch);
    this.#timer ||= window.setTimeout(() => {
      this.#timer = 0;
      void this.#askForNext();
    });
  }

  /** It is no longer in view. */
  forget(patch: Patch): void {
    this.#wanted.delete(fieldKey(patch));
  }

  /** What is known is kept. */
  stop(): void {
    this.#asked?.abort.abort();
    this.#asked = undefined;
    this.#wanted.clear();
    this.#update({ work: undefined, stoppedAfter: this.#done });
  }

  /** Continues, and tries again what failed. */
  resume(): void {
    const known = [...this.#store.state.fields.known].filter(([, field]) => !('error' in field));
    this.#done = 0;
    this.#update({ known: new Map(known), stoppedAfter: undefined, error: undefined });
    void this.#askForNext();
  }

  /** Another model or folder. */
  drop(): void {
    this.stop();
    this.#done = 0;
    this.#update(NO_FIELDS);
  }

  /** What is being computed is finished, because stopping it would end the engine's process. */
  #beginAgain(): void {
    this.#wanted.clear();
    this.#done = 0;
    if (this.#store.state.fields.stoppedAfter !== undefined) {
      this.#update({ stoppedAfter: undefined });
    }
  }

  async #askForNext(): Promise<void> {
    const [first] = this.#wanted.values();
    const { stoppedAfter, error } = this.#store.state.fields;
    if (!first || this.#asked || stoppedAfter !== undefined || error) return;
    const { channel } = first;
    const next = [...this.#wanted].filter(([, patch]) => patch.channel === channel);
    const patches = new Map(next.slice(0, AT_ONCE));
    for (const key of patches.keys()) this.#wanted.delete(key);
    const abort = new AbortController();
    this.#asked = { patches, abort };
    this.#tellWork(0);
    const places = [...patches.values()].map(({ path, cell }) => ({ path, cell }));
    try {
      const { fields, failed } = await this.#requests.send(
        'fieldsByGradient',
        { channel, places },
        { signal: abort.signal, onWorking: (done) => this.#tellWork(done) },
      );
      this.#keep(patches, [...fields, ...failed]);
    } catch (failure) {
      this.#wanted.clear();
      this.#update({ error: CamError.toData(failure) });
    }
    this.#asked = undefined;
    this.#tellWork(0);
    void this.#askForNext();
  }

  #keep(patches: ReadonlyMap<string, Patch>, found: readonly KnownField[]): void {
    const known = new Map(this.#store.state.fields.known);
    for (const [key, patch] of patches) {
      const field = found.find(({ path }) => path === patch.path);
      if (field) known.set(key, field);
    }
    this.#done += patches.size;
    this.#update({ known });
  }

  /** @param done of those that were asked for */
  #tellWork(done: number): void {
    const waiting = (this.#asked?.patches.size ?? 0) + this.#wanted.size;
    const work = waiting > 0 ? { done: this.#done + done, all: this.#done + waiting } : undefined;
    if (!work) this.#done = 0;
    this.#update({ work });
  }

  #update(change: Partial<FieldState>): void {
    this.#store.update({ fields: { ...this.#store.state.fields, ...change } });
  }
}

/** Other patches come into view, or none that have a field. */
function isOtherView({ view }: PageState, { view: before }: PageState): boolean {
  return (['crop', 'subject', 'unit', 'classIndex'] as const).some(
    (setting) => view[setting] !== before[setting],
  );
}
