import type { CamErrorData } from '../../../src/cam/base/errors.ts';
import { IN_PLACE_OF_CAM } from '../../../src/cam/maps/methodLists.ts';
import type { ModelDescription } from '../../../src/cam/results/explanation.ts';
import type { MapMethod, MethodOffer } from '../../../src/cam/results/methodMap.ts';
import type { MapWay, ShownModel, WantedMap } from '../../../src/protocol/mapMethods.ts';
import type { Side } from '../../../src/protocol/showCam.ts';
import type { Loaded, PageState, PaneState } from './store.ts';

/** What is known of the methods for a model. */
export interface Methods {
  /** Undefined until they are asked for. */
  offers: MethodOffer[] | undefined;
  /** The method that a model without a CAM opened with. */
  first: MapMethod | undefined;
  /** A map on its way; undefined if none is. */
  work: MethodWork | undefined;
  /** The maps beside the main one. */
  beside: readonly MapBeside[];
}

export interface MethodWork extends WantedMap {
  done: number;
  /** 0 while it is not known. */
  all: number;
  /** Why there is no map. */
  error: CamErrorData | undefined;
  isStopped: boolean;
}

/** The map of the picture on show by one more method. */
export interface MapBeside {
  way: MapWay;
  /** With the map that it has; with none while the first one is on its way. */
  loaded: Loaded;
  /** The map on its way, or why it is not here; undefined if the one that it has is the wanted one. */
  work: MethodWork | undefined;
}

export const NO_METHODS: Methods = {
  ...{ offers: undefined, first: undefined, work: undefined, beside: [] },
};

/** Whether a model has a CAM. */
export function hasCam(model: ShownModel): model is ModelDescription {
  return model.mapKind !== 'none';
}

/** What the ways of the maps on show follow from. */
type Ways = Pick<PageState, 'model' | 'other' | 'view' | 'methods'>;

type Known = Pick<PaneState, 'model' | 'methods'>;

/** The way that is chosen for all models on show: a CAM first, else what the main model allows. */
export function chosenWay(state: Ways): MapWay {
  const { method } = state.view;
  const panes: Known[] = state.other ? [state, state.other] : [state];
  const isAllowed = (way: MapWay) => panes.some((pane) => allows(pane, way));
  if (method !== undefined && isAllowed(method)) return method;
  return isAllowed('cam') ? 'cam' : usualWay(state);
}

/** How the map of a model is to be made: as chosen, if the model allows it, else in its own best way. */
export function wayOf(state: Ways, side: Side = 'main'): MapWay {
  const pane: Known | undefined = side === 'main' ? state : state.other;
  const chosen = chosenWay(state);
  return !pane || allows(pane, chosen) ? chosen : usualWay(pane);
}

/** Why a model does not allow a way; undefined if it does, or if it is not known yet. */
export function reasonAgainst(way: MapWay, { model, methods }: Known): string | undefined {
  if (way !== 'cam') return methods.offers?.find(({ method }) => method === way)?.reason;
  return model && !hasCam(model.model) ? model.model.summary : undefined;
}

/** Whether a model allows a way, as far as is known. */
export function allows(pane: Known, way: MapWay): boolean {
  return reasonAgainst(way, pane) === undefined;
}

function usualWay({ model, methods }: Known): MapWay {
  if (!model || hasCam(model.model)) return 'cam';
  const { offers, first } = methods;
  const isOffered = (method: MapMethod) =>
    offers?.some((offer) => offer.method === method && offer.reason === undefined);
  return IN_PLACE_OF_CAM.find(isOffered) ?? first ?? 'cam';
}

/** How the map on show was made, which may not yet be the chosen way. */
export function wayOnShow({ by }: Loaded): MapWay {
  return by?.method ?? 'cam';
}

/** What is said of a map, without the method's name, which stands beside it. */
export function claimAlone(claim: string, name: string): string {
  return claim.startsWith(`${name} · `) ? claim.slice(name.length + 3) : '';
}

/** Name of a way, as papers call it. */
export function wayName(way: MapWay, { methods, other }: Ways): string {
  const offers = [...(methods.offers ?? []), ...(other?.methods.offers ?? [])];
  return way === 'cam' ? 'CAM' : (offers.find((one) => one.method === way)?.name ?? way);
}
