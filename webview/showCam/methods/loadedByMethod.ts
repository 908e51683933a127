import type { MethodMap, WantedMap } from '../../../src/protocol/mapMethods.ts';
import { BLANK, MethodMaps } from '../state/methodMaps.ts';
import type { Methods } from '../state/methods.ts';
import { wayName } from '../state/methods.ts';
import type { Loaded } from '../state/store.ts';

/**
 * A picture with its map by a method.
 * @param map undefined while the first one is on its way
 * @param known all maps of the picture
 */
export function loadedByMethod(
  loaded: Loaded,
  wanted: WantedMap,
  map: MethodMap | undefined,
  known: ReadonlyMap<string, MethodMap>,
  methods: Methods,
): Loaded {
  const { whole } = loaded;
  const { width, height } = map?.map ?? BLANK;
  const { geometry, claim, place } = map ?? whole;
  const featureMap = { channels: 0, width, height, values: new Float32Array() };
  const { method } = wanted;
  return {
    ...loaded,
    explanation: { ...whole, featureMap, geometry, claim, place },
    maps: new MethodMaps(whole, wanted, map, known),
    by: { method, name: wayName(method, methods), map },
  };
}
