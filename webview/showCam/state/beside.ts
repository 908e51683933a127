import type { MapWay, WantedMap } from '../../../src/protocol/mapMethods.ts';
import type { ViewState } from '../../../src/protocol/showCam.ts';
import type { MapBeside } from './methods.ts';
import { allows, wayOf } from './methods.ts';
import type { Loaded, PageState } from './store.ts';
import { isFailed, isSheetShown } from './store.ts';
import { MOST_BESIDE } from './viewState.ts';

/** Whether maps by further methods can be shown beside the main one now. */
export function canShowBeside(state: PageState): boolean {
  const { loaded, other, compared } = state;
  const isOne = loaded !== undefined && other === undefined && compared === undefined;
  return isOne && !isSheetShown(state) && !isFailed(state, 'main');
}

/** The methods whose maps are shown beside the main one. */
export function besideWays(state: PageState): MapWay[] {
  if (!canShowBeside(state)) return [];
  const main = wayOf(state);
  return state.view.beside.filter((way) => way !== main && allows(state, way));
}

/** The maps beside the main one that are ready to be drawn, of the picture on show. */
export function mapsBeside(state: PageState): MapBeside[] {
  return besideWays(state).flatMap((way) => mapBeside(state, way) ?? []);
}

/** One of {@link mapsBeside}. */
export function mapBeside({ methods, loaded }: PageState, way: MapWay): MapBeside | undefined {
  return methods.beside.find((one) => one.way === way && one.loaded.picture === loaded?.picture);
}

/** The view after a method was put beside the main one or taken away. */
export function toggledBeside(state: PageState, way: MapWay): Partial<ViewState> {
  const ways = besideWays(state);
  const others = ways.filter((one) => one !== way);
  if (others.length < ways.length) return { beside: others };
  return ways.length < MOST_BESIDE ? { beside: [...ways, way] } : {};
}

/** The view after another method was chosen for the main map: one that was beside it changes places with it. */
export function withMainWay(state: PageState, way: MapWay): Partial<ViewState> {
  const main = wayOf(state);
  const others = state.view.beside.filter((one) => one !== main);
  const beside = others.map((one) => (one === way ? main : one));
  return { method: way, beside, scaleLimit: undefined, selectedChannel: undefined };
}

/** The classes of the main map, by another way. */
export function wantedBeside(
  { view }: PageState,
  { maps }: Loaded,
): Pick<WantedMap, 'classIndex' | 'against'> {
  return { classIndex: maps.classOf(view), against: maps.contrastOf(view) };
}

/** The view of a map beside the main one. A channel and the ends of the colours are the main one's own. */
export function linkedView({ view, loaded }: PageState): ViewState {
  return {
    ...view,
    selectedClass: loaded?.maps.classOf(view),
    contrastClass: loaded?.maps.contrastOf(view),
    selectedChannel: undefined,
    scaleLimit: undefined,
  };
}
