import { methodStrings } from '../state/methodStrings.ts';
import { wayName, wayOf } from '../state/methods.ts';
import type { PageState } from '../state/store.ts';
import { isBeforeAfter, isBlank } from '../state/store.ts';
import { labelOf } from '../state/titles.ts';
import { comparedClasses } from './comparedClasses.ts';

/** Why the state before has no map: its file is gone, and this map was not drawn before; undefined if it has one. */
export function missingText(state: PageState): string | undefined {
  const before = isBeforeAfter(state) ? state.other?.loaded : undefined;
  if (!before || !isBlank(before)) return undefined;
  const way = wayOf(state, 'other');
  const classIndex = comparedClasses(state).other ?? before.maps.topClass;
  const label = labelOf(classIndex, before.model.model.labels.value);
  return methodStrings.notDrawnBefore(wayName(way, state), label);
}
