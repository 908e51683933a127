import { CamError } from '../../../src/cam/base/errors.ts';
import type { Explanation } from '../../../src/cam/results/explanation.ts';
import type { MapMethod } from '../../../src/cam/results/methodMap.ts';
import type { MapWay, WantedMap } from '../../../src/protocol/mapMethods.ts';
import type { KnownMaps } from '../methods/knownMaps.ts';
import type { MethodLoader } from '../methods/methodLoader.ts';
import { withMap } from '../methods/withMap.ts';
import { besideWays, mapBeside, wantedBeside } from '../state/beside.ts';
import { MapSource } from '../state/mapSource.ts';
import { mapKey } from '../state/methodMaps.ts';
import type { MapBeside, MethodWork } from '../state/methods.ts';
import { hasCam, wayName } from '../state/methods.ts';
import type { Loaded, PageState, Store } from '../state/store.ts';

/** A map that was asked for, of a picture. Stays after a failure or a stop, so that it is not asked for again. */
interface AskedMap {
  whole: Explanation;
  key: string;
  abort: AbortController;
}

/** Sees to the maps beside the main one: each stays until that of the wanted class is here. */
export class BesideLoader {
  readonly #store: Store;
  readonly #known: KnownMaps;
  readonly #methods: MethodLoader;
  readonly #asked = new Map<MapWay, AskedMap>();

  constructor(store: Store, known: KnownMaps, methods: MethodLoader) {
    this.#store = store;
    this.#known = known;
    this.#methods = methods;
    store.listen((state) => this.#update(state));
  }

  close(way: MapWay): void {
    const beside = this.#store.state.view.beside.filter((one) => one !== way);
    this.#store.updateView({ beside });
  }

  stop(way: MapWay): void {
    this.#asked.get(way)?.abort.abort();
    this.#say(way, { isStopped: true });
  }

  retry(way: MapWay): void {
    this.#cancel(way);
    this.#store.update({});
  }

  #update(state: PageState): void {
    const ways = besideWays(state);
    for (const way of this.#asked.keys()) if (!ways.includes(way)) this.#cancel(way);
    // The next picture would wait for these maps.
    if (state.busy !== undefined) {
      for (const way of this.#asked.keys()) this.#cancel(way);
      return;
    }
    const { loaded, methods } = state;
    const panes = loaded ? ways.map((way) => this.#pane(way, loaded, state)) : [];
    const isSame =
      panes.length === methods.beside.length && panes.every((one, i) => one === methods.beside[i]);
    if (!isSame) this.#store.updateMethods({ beside: panes });
  }

  /** The map that there is; asks for the wanted one if that is not here. */
  #pane(way: MapWay, loaded: Loaded, state: PageState): MapBeside {
    const { whole } = loaded;
    const before = mapBeside(state, way);
    const own = before?.loaded.whole === whole ? before : undefined;
    if (way === 'cam') return own ?? { way, loaded: camOf(loaded), work: undefined };
    const wanted = { method: way, ...wantedBeside(state, loaded) };
    const key = mapKey(wanted);
    const name = wayName(way, state);
    const maps = this.#known.of(whole);
    const known = maps.get(key);
    if (known) {
      this.#cancel(way);
      if (own && own.loaded.by?.map === known && !own.work) return own;
      const shown = withMap(loaded, { wanted, name, map: known, known: maps });
      return { way, loaded: shown, work: undefined };
    }
    const asked = this.#asked.get(way);
    if (own?.work && asked?.whole === whole && asked.key === key) return own;
    this.#cancel(way);
    void this.#ask(way, whole, wanted);
    const blank = withMap(loaded, { wanted, name, map: undefined, known: maps });
    const kept = own?.loaded.by?.map && own.loaded;
    return { way, loaded: kept ?? blank, work: begun(wanted) };
  }

  async #ask(way: MapMethod, whole: Explanation, wanted: WantedMap): Promise<void> {
    const abort = new AbortController();
    const { signal } = abort;
    this.#asked.set(way, { whole, key: mapKey(wanted), abort });
    const say = (change: Partial<MethodWork>) => {
      if (!signal.aborted) this.#say(way, change);
    };
    try {
      await this.#methods.askForOffers();
      // It may have turned out that the model does not allow the method.
      if (signal.aborted || !besideWays(this.#store.state).includes(way)) return;
      const { imagePath, modelVersion } = whole;
      const onWorking = (done: number, all: number) => say({ done, all });
      const request = { ...wanted, side: 'main' as const, imagePath, modelVersion };
      await this.#known.ask(whole, request, { signal, onWorking });
      this.#store.update({});
    } catch (error) {
      say({ error: CamError.toData(error) });
    }
  }

  #say(way: MapWay, change: Partial<MethodWork>): void {
    const beside = this.#store.state.methods.beside.map((one) =>
      one.way === way && one.work ? { ...one, work: { ...one.work, ...change } } : one,
    );
    this.#store.updateMethods({ beside });
  }

  #cancel(way: MapWay): void {
    this.#asked.get(way)?.abort.abort();
    this.#asked.delete(way);
  }
}

function begun(wanted: WantedMap): MethodWork {
  return { ...wanted, done: 0, all: 0, error: undefined, isStopped: false };
}

/** The class activation map with all channels, whatever the main map is. */
function camOf(loaded: Loaded): Loaded {
  const { whole, model } = loaded;
  if (!hasCam(model.model)) throw new Error('only a model with a CAM shows it beside another map');
  const maps = new MapSource(whole, model.model);
  return { ...loaded, explanation: whole, maps, by: undefined };
}
