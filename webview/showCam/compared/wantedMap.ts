import type { WantedMap } from '../../../src/protocol/mapMethods.ts';
import type { Side } from '../../../src/protocol/showCam.ts';
import { wayOf } from '../state/methods.ts';
import type { PageState } from '../state/store.ts';
import { paneOf } from '../state/store.ts';
import { comparedClasses } from './comparedClasses.ts';

/** The map of a model that is to be made by a method; undefined for a CAM. Two models are compared by whole classes. */
export function wantedMap(state: PageState, side: Side): WantedMap | undefined {
  const loaded = paneOf(state, side)?.loaded;
  const method = wayOf(state, side);
  if (!loaded || method === 'cam') return undefined;
  if (!state.other) {
    const { maps } = loaded;
    return { method, classIndex: maps.classOf(state.view), against: maps.contrastOf(state.view) };
  }
  const classIndex = comparedClasses(state)[side];
  return classIndex === undefined ? undefined : { method, classIndex, against: undefined };
}
