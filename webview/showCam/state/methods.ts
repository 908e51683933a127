import type { CamErrorData } from '../../../src/cam/base/errors.ts';
import type { ModelDescription } from '../../../src/cam/results/explanation.ts';
import type { MapMethod, MethodOffer } from '../../../src/cam/results/methodMap.ts';
import type { MapWay, ShownModel, WantedMap } from '../../../src/protocol/mapMethods.ts';
import type { PageState } from './store.ts';

/** What is known of the methods for the main model. */
export interface Methods {
  /** Undefined until they are asked for. */
  offers: MethodOffer[] | undefined;
  /** The method that a model without a CAM opened with. */
  first: MapMethod | undefined;
  /** A map on its way; undefined if none is. */
  work: MethodWork | undefined;
}

export interface MethodWork extends WantedMap {
  done: number;
  /** 0 while it is not known. */
  all: number;
  /** Why there is no map. */
  error: CamErrorData | undefined;
}

export const NO_METHODS: Methods = { offers: undefined, first: undefined, work: undefined };

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
  const offer = methods.offers?.find((one) => one.method === method);
  const isRefused = methods.offers !== undefined && offer?.reason !== undefined;
  return isRefused ? (usual ?? 'cam') : method;
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

/** Name of a way, as papers call it. */
export function wayName(way: MapWay, { offers }: Methods): string {
  return way === 'cam' ? 'CAM' : (offers?.find((one) => one.method === way)?.name ?? way);
}
