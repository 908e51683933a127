import type { WantedMap } from '../../../src/protocol/mapMethods.ts';
import { wantedMap } from '../compared/wantedMap.ts';
import { shownPart } from '../state/ablation.ts';
import { mapKey } from '../state/methodMaps.ts';
import { hasCam, wayName } from '../state/methods.ts';
import type { BeforePane, Loaded, PageState, Store } from '../state/store.ts';
import { isBeforeAfter } from '../state/store.ts';
import { ofMap, withMap } from './withMap.ts';

/**
 * Sees to it that the state before is shown by the chosen method, by a map that was drawn then: its file is gone, so there
 * are no others.
 */
export class BeforeMaps {
  readonly #store: Store;
  /** What an explanation is shown by, if that is no CAM. */
  readonly #shown = new WeakMap<Loaded, string>();

  constructor(store: Store) {
    this.#store = store;
    store.listen(() => this.update());
  }

  /** Call it after a change, so that no frame shows another map. */
  update(): void {
    const { state } = this.#store;
    const before = isBeforeAfter(state) ? state.change?.before : undefined;
    if (!before?.loaded) return;
    const wanted = wantedMap(state, 'other');
    const key = wanted && `${mapKey(wanted)} ${wayName(wanted.method, state)}`;
    if (this.#shown.get(before.loaded) === key) return;
    const loaded = wanted
      ? byMethod(state, before, before.loaded, wanted)
      : byCam(state, before.loaded);
    if (key !== undefined) this.#shown.set(loaded, key);
    this.#store.updateBefore(loaded);
  }
}

function byMethod(
  state: PageState,
  { methodMaps }: BeforePane,
  loaded: Loaded,
  wanted: WantedMap,
): Loaded {
  const known = new Map(methodMaps.map((map) => [mapKey(ofMap(map)), map]));
  const name = wayName(wanted.method, state);
  return withMap(loaded, { wanted, name, map: known.get(mapKey(wanted)), known });
}

function byCam(state: PageState, loaded: Loaded): Loaded {
  const { model } = loaded.model;
  return hasCam(model) ? { ...loaded, ...shownPart(loaded.whole, model, state) } : loaded;
}
