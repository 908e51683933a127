import { element, show } from '../../shared/widgets/dom.ts';
import { isDifferenceWanted } from '../compared/mode.ts';
import { shownOn } from '../compared/shown.ts';
import type { PageState, Store } from '../state/store.ts';
import { isBeforeAfter } from '../state/store.ts';
import type { LegendContent } from './legend.ts';
import { Legend, mapLegend } from './legend.ts';

/** One legend for the maps before and after, where both have the same scale. */
export function sharedLegend(store: Store): HTMLElement {
  const legend = new Legend(store, 'shared-legend', (state) =>
    hasSharedLegend(state) ? contentOf(state) : undefined,
  );
  const view = element('div', { class: 'shared-legend' }, legend.element);
  store.listen((state) => show(view, hasSharedLegend(state)));
  return view;
}

/** The legend of one model's map, unless it is that of both. */
export function ownLegend(state: PageState, side: 'main' | 'other'): LegendContent | undefined {
  return hasSharedLegend(state) ? undefined : mapLegend(state, side);
}

function hasSharedLegend(state: PageState): boolean {
  if (!isBeforeAfter(state) || isDifferenceWanted(state)) return false;
  const [main, other] = [shownOn(state, 'main'), shownOn(state, 'other')];
  return main !== undefined && other !== undefined && main.limit === other.limit;
}

/** From the smallest to the largest value of both maps. */
function contentOf(state: PageState): LegendContent | undefined {
  const [main, other] = [mapLegend(state, 'main'), mapLegend(state, 'other')];
  if (!main || !other) return undefined;
  return { ...main, min: Math.min(main.min, other.min), max: Math.max(main.max, other.max) };
}
