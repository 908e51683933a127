import type { MethodMap, WantedMap } from '../../../src/protocol/mapMethods.ts';
import { BLANK, MethodMaps } from '../state/methodMaps.ts';
import type { Loaded } from '../state/store.ts';

/** A map by a method, and those that may follow it. */
export interface MapOnShow {
  wanted: WantedMap;
  /** Of the method. */
  name: string;
  /** Undefined while there is none. */
  map: MethodMap | undefined;
  /** All that are known of the picture. */
  known: ReadonlyMap<string, MethodMap>;
}

/** An explanation with a map by a method on show. */
export function withMap(loaded: Loaded, { wanted, name, map, known }: MapOnShow): Loaded {
  const { whole } = loaded;
  const { width, height } = map?.map ?? BLANK;
  const { geometry, claim, place } = map ?? whole;
  const featureMap = { channels: 0, width, height, values: new Float32Array() };
  return {
    ...loaded,
    explanation: { ...whole, featureMap, geometry, claim, place },
    maps: new MethodMaps(whole, wanted, map, known),
    by: { method: wanted.method, name, map },
  };
}

/** What a map is of. */
export function ofMap({ method, class: classIndex, against }: MethodMap): WantedMap {
  return { method, classIndex, against };
}
