import { CamError } from '../../../src/cam/base/errors.ts';
import type { Explanation } from '../../../src/cam/results/explanation.ts';
import type { MethodOffer } from '../../../src/cam/results/methodMap.ts';
import type { MethodMap, WantedMap } from '../../../src/protocol/mapMethods.ts';
import type { ModelMessage, ShowCamRequests } from '../../../src/protocol/showCam.ts';
import type { Requests } from '../../shared/page/requests.ts';
import { shownPart } from '../state/ablation.ts';
import { mapKey } from '../state/methodMaps.ts';
import type { MethodWork } from '../state/methods.ts';
import { hasCam, wantedMap, wayOf } from '../state/methods.ts';
import type { Loaded, PageState, Store } from '../state/store.ts';
import { isFailed, isSheetShown } from '../state/store.ts';
import type { KnownMaps } from './knownMaps.ts';
import { loadedByMethod } from './loadedByMethod.ts';

/** A map that was asked for, of a picture. */
interface AskedMap {
  whole: Explanation;
  key: string;
  abort: AbortController;
}

/**
 * Sees to it that the main model's map is by the chosen method. The one on show stays until the next one is here.
 */
export class MethodLoader {
  readonly #store: Store;
  readonly #requests: Requests<ShowCamRequests>;
  readonly #known: KnownMaps;
  /** Stays after a failure, so that the same is not asked for again. */
  #asked: AskedMap | undefined;
  #asking: { model: ModelMessage; offers: Promise<MethodOffer[]> } | undefined;

  constructor(store: Store, requests: Requests<ShowCamRequests>, known: KnownMaps) {
    this.#store = store;
    this.#requests = requests;
    this.#known = known;
    store.listen((state) => this.#update(state));
  }

  /**
   * A new explanation as it is shown first.
   * @param first the map that came with it, for a model without a CAM
   */
  begin(loaded: Loaded, first: MethodMap | undefined): Loaded {
    if (first) this.#known.of(loaded.whole).set(mapKey(wantedOf(first)), first);
    const wanted = wantedMap({ ...this.#store.state, loaded });
    if (!wanted) return loaded;
    const known = this.#known.of(loaded.whole).get(mapKey(wanted)) ?? first;
    return this.#withMap(loaded, known ? wantedOf(known) : wanted, known);
  }

  /** Which methods the model allows; asked for once for each model. */
  async askForOffers(): Promise<void> {
    const { model, methods } = this.#store.state;
    if (!model || methods.offers) return;
    if (this.#asking?.model !== model) {
      this.#asking = { model, offers: this.#requests.send('methods', {}) };
    }
    const asking = this.#asking;
    try {
      const offers = await asking.offers;
      if (this.#store.state.model === model) this.#store.updateMethods({ offers });
    } finally {
      if (this.#asking === asking) this.#asking = undefined;
    }
  }

  /** Back to the map on show. */
  stop(): void {
    const { loaded, view } = this.#store.state;
    this.#cancel();
    if (!loaded) return;
    const { by, maps } = loaded;
    const shown = maps.shown(view);
    const method = by?.map ? by.method : 'cam';
    const selectedClass = shown.classIndex === maps.topClass ? undefined : shown.classIndex;
    const classes = { selectedClass, contrastClass: shown.contrastIndex };
    this.#store.updateView({ method, ...(by?.map ? classes : {}) });
  }

  retry(): void {
    this.#cancel();
  }

  #update(state: PageState): void {
    const { loaded } = state;
    if (isSheetShown(state) || isFailed(state, 'main')) {
      this.#cancel();
      return;
    }
    const wanted = wantedMap(state);
    if (!loaded || !wanted) {
      this.#cancel();
      if (loaded?.by) this.#showCam(loaded, state);
      return;
    }
    const { whole } = loaded;
    const key = mapKey(wanted);
    if (this.#asked?.whole === whole && this.#asked.key === key) return;
    this.#cancel();
    const known = this.#known.of(whole).get(key);
    if (known === undefined) void this.#ask(loaded, wanted);
    else if (loaded.by?.map !== known) this.#show(wanted, known);
  }

  async #ask({ whole }: Loaded, wanted: WantedMap): Promise<void> {
    const abort = new AbortController();
    const { signal } = abort;
    this.#asked = { whole, key: mapKey(wanted), abort };
    const work: MethodWork = { ...wanted, done: 0, all: 0, error: undefined, isStopped: false };
    const say = (change: Partial<MethodWork>) => {
      if (!signal.aborted) this.#store.updateMethods({ work: { ...work, ...change } });
    };
    say({});
    try {
      await this.askForOffers();
      // It may have turned out that the model does not allow the method.
      if (signal.aborted || wayOf(this.#store.state) !== wanted.method) return;
      const onWorking = (done: number, all: number) => say({ done, all });
      const { imagePath, modelVersion } = whole;
      const request = { ...wanted, imagePath, modelVersion };
      await this.#known.ask(whole, request, { signal, onWorking });
      this.#cancel();
    } catch (error) {
      say({ error: CamError.toData(error) });
    }
  }

  /** Ends what is on its way. */
  #cancel(): void {
    this.#asked?.abort.abort();
    this.#asked = undefined;
    if (this.#store.state.methods.work) this.#store.updateMethods({ work: undefined });
  }

  #show(wanted: WantedMap, map: MethodMap): void {
    const { loaded } = this.#store.state;
    if (!loaded) return;
    const shown = this.#withMap(loaded, wanted, map);
    this.#store.updatePane('main', { loaded: { ...shown, receivedAtMs: performance.now() } });
  }

  #showCam(loaded: Loaded, state: PageState): void {
    const { model } = loaded.model;
    // A model without a CAM is on show until the editor says that it cannot be compared.
    if (!hasCam(model)) return;
    const part = shownPart(loaded.whole, model, state);
    const receivedAtMs = performance.now();
    this.#store.updatePane('main', { loaded: { ...loaded, ...part, receivedAtMs } });
  }

  #withMap(loaded: Loaded, wanted: WantedMap, map: MethodMap | undefined): Loaded {
    const known = this.#known.of(loaded.whole);
    return loadedByMethod(loaded, wanted, map, known, this.#store.state.methods);
  }
}

function wantedOf({ method, class: classIndex, against }: MethodMap): WantedMap {
  return { method, classIndex, against };
}
