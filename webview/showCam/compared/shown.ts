import type { Side } from '../../../src/protocol/showCam.ts';
import type { ShownMap } from '../state/mapSource.ts';
import type { PageState } from '../state/store.ts';
import { isFailed, paneOf } from '../state/store.ts';
import { comparedClasses } from './comparedClasses.ts';
import { limitOn, scaleChoice } from './comparedScale.ts';

/**
 * The map of one model for the current view. With two models only whole classes are compared: a contrast or a channel
 * waits until there is one model again.
 */
export function shownOn(state: PageState, side: Side): ShownMap | undefined {
  const pane = paneOf(state, side);
  const loaded = pane?.loaded;
  if (!loaded) return undefined;
  if (!state.other) return loaded.maps.shown(state.view);
  if (isFailed(state, side)) return undefined;
  const shown = loaded.maps.shown({
    ...state.view,
    selectedClass: comparedClasses(state)[side],
    contrastClass: undefined,
    selectedChannel: undefined,
    scale: scaleChoice(state).scale === 'class' ? 'class' : 'image',
  });
  return { ...shown, ...limitOn(state, shown) };
}
