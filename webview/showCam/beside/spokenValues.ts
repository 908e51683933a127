import { formatSigned } from '../../shared/format/numbers.ts';
import { element, setText } from '../../shared/widgets/dom.ts';
import { besideLegend } from '../stage/legend.ts';
import { mapsBeside } from '../state/beside.ts';
import { methodStrings } from '../state/methodStrings.ts';
import type { MapBeside } from '../state/methods.ts';
import { wayName } from '../state/methods.ts';
import type { PageState, Store } from '../state/store.ts';

/** For screen readers: what the maps beside the main one say at the cell that the keys have reached. */
export function spokenValues(store: Store): HTMLElement {
  const region = element('div', { class: 'visually-hidden', 'aria-live': 'polite' });
  store.listen((state, previous) => {
    if (state.place?.by !== 'keyboard' || state.place === previous.place) return;
    setText(
      region,
      mapsBeside(state)
        .flatMap((map) => spoken(state, map) ?? [])
        .join(', '),
    );
  });
  return region;
}

function spoken(state: PageState, map: MapBeside): string | undefined {
  const { value, divisor, isOnItsWay } = besideLegend(state, map);
  if (value === undefined || isOnItsWay) return undefined;
  return methodStrings.spokenValue(wayName(map.way, state), formatSigned(value / divisor));
}
