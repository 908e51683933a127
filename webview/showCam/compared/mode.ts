import type { ComparisonMode } from '../../../src/protocol/showCam.ts';
import type { PageState } from '../state/store.ts';
import { isBeforeAfter, isFailed } from '../state/store.ts';

/**
 * How two maps are shown; undefined if there is only one. An error needs a place beside the other map. Where there is no
 * room for two pictures, before and after are one.
 */
export function comparisonMode(state: PageState): ComparisonMode | undefined {
  if (!state.other) return undefined;
  const { comparison, beforeAfter } = state.view;
  const isOneOnly = isBeforeAfter(state) && state.isNarrow && beforeAfter === 'sideBySide';
  const wanted = isOneOnly ? 'slider' : isBeforeAfter(state) ? beforeAfter : comparison;
  const hasError = isFailed(state, 'main') || isFailed(state, 'other');
  return wanted === 'slider' && hasError ? 'sideBySide' : wanted;
}

/** Whether the difference is shown instead of the two maps. */
export function isDifferenceWanted(state: PageState): boolean {
  return comparisonMode(state) === 'difference';
}

/** Whether the two maps are one picture with a divider. */
export function isSliderWanted(state: PageState): boolean {
  return comparisonMode(state) === 'slider';
}
