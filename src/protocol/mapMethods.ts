import type { MapKind } from '../cam/maps/featureMap.ts';
import type { Explanation, ModelDescription } from '../cam/results/explanation.ts';
import type {
  ClassMap,
  MapMethod,
  MethodExplanation,
  MethodOffer,
} from '../cam/results/methodMap.ts';
import type { Side } from './showCam.ts';

export type { MapWay } from '../cam/results/mapWay.ts';

/** The strongest pixels that get the end colour are those above this percentile of all. */
export type ClipPercent = 99 | 99.9 | 95 | 100;

/**
 * A model on show. One without a CAM has a map by methods only (`none`): `summary` is the reason, and what describes a
 * map of its own is empty.
 */
export type ShownModel = Omit<ModelDescription, 'mapKind'> & { mapKind: MapKind | 'none' };

/** The map of one class, or of the difference between two, by a method; where it lies. */
export type MethodMap = ClassMap &
  Pick<MethodExplanation, 'method' | 'layer' | 'geometry' | 'place'>;

/** A map of a class by a method. */
export interface WantedMap {
  method: MapMethod;
  classIndex: number;
  /** The class whose logit is taken away. */
  against: number | undefined;
}

/** Requests of the page about methods; each is about one model as it is on show. */
export type MethodRequests = {
  /** All methods, each with the reason why the model does not allow it. */
  methods: { request: { side: Side }; result: MethodOffer[] };
  /** Refused if the editor already has another image or another version of the model. */
  methodMap: {
    request: WantedMap & { side: Side } & Pick<Explanation, 'imagePath' | 'modelVersion'>;
    result: MethodMap;
  };
};
