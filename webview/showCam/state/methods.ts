import type { CamErrorData } from '../../../src/cam/base/errors.ts';
import type { ModelDescription } from '../../../src/cam/results/explanation.ts';
import type { MapMethod, MethodOffer } from '../../../src/cam/results/methodMap.ts';
import type { MapWay, ShownModel, WantedMap } from '../../../src/protocol/mapMethods.ts';
import type { Loaded, PageState } from './store.ts';

/** What is known of the methods for the main model. */
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

/** How the map of the main model is to be made: as chosen, if the model allows it. Models are compared by their CAMs. */
export function wayOf({
  model,
  compared,
  view,
  methods,
}: Pick<PageState, 'model' | 'compared' | 'view' | 'methods'>): MapWay {
  const usual = model && !hasCam(model.model) ? methods.first : 'cam';
  const { method } = view;
  if (compared || method === undefined || method === 'cam') return usual ?? 'cam';
  return isAllowed(method, { model, methods }) ? method : (usual ?? 'cam');
}

/** Whether the main model allows a way, as far as is known. */
export function isAllowed(
  way: MapWay,
  { model, methods }: Pick<PageState, 'model' | 'methods'>,
): boolean {
  if (way === 'cam') return model !== undefined && hasCam(model.model);
  return methods.offers?.find((one) => one.method === way)?.reason === undefined;
}

/** The map of the main model that is to be made by a method; undefined for a CAM. */
export function wantedMap(state: PageState): WantedMap | undefined {
  const { loaded, view } = state;
  const method = wayOf(state);
  if (!loaded || method === 'cam' || state.compared) return undefined;
  return {
    method,
    classIndex: loaded.maps.classOf(view),
    against: loaded.maps.contrastOf(view),
  };
}

/** What is said of a map, without the method's name, which stands beside it. */
export function claimAlone(claim: string, name: string): string {
  return claim.startsWith(`${name} · `) ? claim.slice(name.length + 3) : '';
}

/** Name of a way, as papers call it. */
export function wayName(way: MapWay, { offers }: Methods): string {
  return way === 'cam' ? 'CAM' : (offers?.find((one) => one.method === way)?.name ?? way);
}
