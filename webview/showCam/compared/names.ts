import type { Side } from '../../../src/protocol/showCam.ts';
import type { PageState } from '../state/store.ts';
import { isBeforeAfter } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/** The two maps from left to right. */
export function sidesInOrder(state: PageState): readonly [Side, Side] {
  return isBeforeAfter(state) ? ['other', 'main'] : ['main', 'other'];
}

/** Whether the two are models, or one model before and after its file changed. */
export function pairOf(state: PageState): 'models' | 'beforeAfter' {
  return isBeforeAfter(state) ? 'beforeAfter' : 'models';
}

/** `A` and `B`, or `After` and `Before`. */
export function sideName(state: PageState, side: Side): string {
  return strings.sideNames[pairOf(state)][side];
}

/** The model of a side in the middle of a sentence: its file, or `the model before`. */
export function modelName(state: PageState, side: Side): string {
  if (isBeforeAfter(state)) return strings.modelAt[side];
  const pane = side === 'main' ? state.model : state.other;
  return pane?.fileName ?? '';
}
