import { CamError } from '../../../src/cam/base/errors.ts';
import type { Explanation } from '../../../src/cam/results/explanation.ts';
import type { MethodOffer } from '../../../src/cam/results/methodMap.ts';
import type { MethodMap, WantedMap } from '../../../src/protocol/mapMethods.ts';
import type {
  ModelMessage,
  ShowCamRequests,
  Side,
  ViewState,
} from '../../../src/protocol/showCam.ts';
import type { Requests } from '../../shared/page/requests.ts';
import { classInBoth } from '../compared/comparedClasses.ts';
import { wantedMap } from '../compared/wantedMap.ts';
import { shownPart } from '../state/ablation.ts';
import { mapKey } from '../state/methodMaps.ts';
import type { MethodWork } from '../state/methods.ts';
import { hasCam, wayName, wayOf } from '../state/methods.ts';
import type { Loaded, PageState, PaneState, Store } from '../state/store.ts';
import { isFailed, isSheetShown, paneOf } from '../state/store.ts';
import type { KnownMaps } from './knownMaps.ts';
import { ofMap, withMap } from './withMap.ts';

/** A map that was asked for, of a picture. */
interface AskedMap {
  whole: Explanation;
  key: string;
  abort: AbortController;
}

/**
 * Sees to it that the map of one of two models, or of the only one, is by the chosen method. The one on show stays until
 * the next one is here.
 */
export class MethodLoader {
  readonly #store: Store;
  readonly #requests: Requests<ShowCamRequests>;
  readonly #known: KnownMaps;
  readonly #side: Side;
  /** Stays after a failure, so that the same is not asked for again. */
  #asked: AskedMap | undefined;
  #asking: { model: ModelMessage; offers: Promise<MethodOffer[]> } | undefined;

  constructor(store: Store, requests: Requests<ShowCamRequests>, known: KnownMaps, side: Side) {
    this.#store = store;
    this.#requests = requests;
    this.#known = known;
    this.#side = side;
    store.listen((state) => this.#update(state));
  }

  /**
   * A new explanation as it is shown first.
   * @param first the map that came with it, for a model without a CAM
   */
  begin(loaded: Loaded, first: MethodMap | undefined): Loaded {
    if (first) this.#known.of(loaded.whole).set(mapKey(ofMap(first)), first);
    const wanted = this.#wantedOf(withLoaded(this.#store.state, this.#side, loaded));
    const known = (wanted && this.#known.of(loaded.whole).get(mapKey(wanted))) ?? first;
    if (known) return this.#withMap(loaded, ofMap(known), known);
    return wanted ? this.#withMap(loaded, wanted, undefined) : loaded;
  }

  /** Which methods the model allows; asked for once for each model. */
  async askForOffers(): Promise<void> {
    const { model, methods } = this.#pane() ?? {};
    if (!model || methods?.offers) return;
    if (this.#asking?.model !== model) {
      this.#asking = { model, offers: this.#requests.send('methods', { side: this.#side }) };
    }
    const asking = this.#asking;
    try {
      const offers = await asking.offers;
      if (this.#pane()?.model === model) this.#store.updateMethods({ offers }, this.#side);
    } finally {
      if (this.#asking === asking) this.#asking = undefined;
    }
  }

  /** Back to the map on show. */
  stop(): void {
    const { loaded } = this.#pane() ?? {};
    this.#cancel();
    if (!loaded) return;
    const { by } = loaded;
    const method = by?.map ? by.method : 'cam';
    this.#store.updateView({ method, ...(by?.map ? this.#classesOf(loaded) : {}) });
  }

  /** The classes on show, in the numbers of the view. */
  #classesOf({ maps }: Loaded): Partial<ViewState> {
    const { state } = this.#store;
    const { classIndex, contrastIndex } = maps.shown(state.view);
    if (this.#side === 'other') return classInBoth(state, classIndex);
    const selectedClass = classIndex === maps.topClass ? undefined : classIndex;
    // With two maps on show a contrast waits.
    return state.other
      ? { selectedClass, otherClass: undefined }
      : { selectedClass, contrastClass: contrastIndex };
  }

  retry(): void {
    this.#cancel();
  }

  #update(state: PageState): void {
    const loaded = this.#isOnShow(state) ? this.#pane(state)?.loaded : undefined;
    if (!loaded || isSheetShown(state) || isFailed(state, this.#side)) {
      this.#cancel();
      return;
    }
    const wanted = this.#wantedOf(state);
    if (!wanted) {
      this.#cancel();
      if (loaded.by) this.#showCam(loaded, state);
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
      if (signal.aborted) return;
      this.#store.updateMethods({ work: { ...work, ...change } }, this.#side);
    };
    say({});
    try {
      await this.askForOffers();
      // It may have turned out that the model does not allow the method.
      if (signal.aborted || wayOf(this.#store.state, this.#side) !== wanted.method) return;
      const onWorking = (done: number, all: number) => say({ done, all });
      const { imagePath, modelVersion } = whole;
      const request = { ...wanted, side: this.#side, imagePath, modelVersion };
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
    if (this.#pane()?.methods.work) this.#store.updateMethods({ work: undefined }, this.#side);
  }

  #show(wanted: WantedMap, map: MethodMap): void {
    const { loaded } = this.#pane() ?? {};
    if (!loaded) return;
    const shown = this.#withMap(loaded, wanted, map);
    this.#store.updatePane(this.#side, { loaded: { ...shown, receivedAtMs: performance.now() } });
  }

  #showCam(loaded: Loaded, state: PageState): void {
    const { model } = loaded.model;
    if (!hasCam(model)) return;
    const part = shownPart(loaded.whole, model, state);
    const receivedAtMs = performance.now();
    this.#store.updatePane(this.#side, { loaded: { ...loaded, ...part, receivedAtMs } });
  }

  #withMap(loaded: Loaded, wanted: WantedMap, map: MethodMap | undefined): Loaded {
    const name = wayName(wanted.method, this.#store.state);
    return withMap(loaded, { wanted, name, map, known: this.#known.of(loaded.whole) });
  }

  /** The model that this is about; of two models the other one is there also while its own old state is on show. */
  #pane(state = this.#store.state): PaneState | undefined {
    return this.#side === 'main' ? state : state.compared;
  }

  #isOnShow(state: PageState): boolean {
    return paneOf(state, this.#side) === this.#pane(state);
  }

  #wantedOf(state: PageState): WantedMap | undefined {
    return this.#isOnShow(state) ? wantedMap(state, this.#side) : undefined;
  }
}

function withLoaded(state: PageState, side: Side, loaded: Loaded): PageState {
  if (side === 'main') return { ...state, loaded };
  const compared = state.compared && { ...state.compared, loaded };
  const isOnShow = state.other === state.compared;
  return { ...state, compared, other: isOnShow ? compared : state.other };
}
