import type { MapWay } from '../../../src/protocol/mapMethods.ts';
import type { Side } from '../../../src/protocol/showCam.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { methodStrings } from '../state/methodStrings.ts';
import { chosenWay, reasonAgainst, wayName, wayOf } from '../state/methods.ts';
import type { PageState, PaneState, Store } from '../state/store.ts';
import { isComparing, isFailed, paneOf } from '../state/store.ts';

/** How the map of one of two models is made, and why not as chosen. */
export function wayLine(store: Store, side: Side): HTMLElement {
  const line = element('p', { class: 'note way', 'data-testid': `way-${side}` });
  store.listen((state) => {
    const text = isFailed(state, side) ? '' : wayText(state, side);
    show(line, text !== '');
    setText(line, text);
    line.title = text;
  });
  line.hidden = true;
  return line;
}

/** Why a model does not allow a way. Its file is known where this is said. */
export function saidReason(way: MapWay, pane: PaneState): string | undefined {
  const { model } = pane;
  const reason = reasonAgainst(way, pane);
  return model ? reason?.replaceAll(model.model.path, model.fileName) : reason;
}

function wayText(state: PageState, side: Side): string {
  const pane = paneOf(state, side);
  if (!state.other || !pane?.loaded) return '';
  const way = wayOf(state, side);
  const isAlike = wayOf(state, side === 'main' ? 'other' : 'main') === way;
  // Before and after, the name of the method stands beside the check.
  if (isAlike && (way === 'cam' || !isComparing(state))) return '';
  const chosen = chosenWay(state);
  const reason = way === chosen ? undefined : saidReason(chosen, pane);
  const name = wayName(way, state);
  return reason === undefined ? name : methodStrings.instead(name, wayName(chosen, state), reason);
}
