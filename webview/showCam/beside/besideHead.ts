import type { MapWay } from '../../../src/protocol/mapMethods.ts';
import { formatSigned } from '../../shared/format/numbers.ts';
import { element, setText, show, showInItsRoom } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { FIDELITY_ICONS } from '../panels/fidelityLine.ts';
import type { LegendContent } from '../stage/legend.ts';
import { methodStrings } from '../state/methodStrings.ts';
import { wayName } from '../state/methods.ts';
import type { Loaded, PageState, Store } from '../state/store.ts';
import { claimInShort, fullClaim } from './claim.ts';

/** One of several pictures. */
export interface HeadContent {
  way: MapWay;
  /** Undefined while it is not known. */
  loaded: Loaded | undefined;
  legend: LegendContent | undefined;
}

/** Over one of several pictures: its method, its value at the current place, and the check of its map in few words. */
export function besideHead(
  store: Store,
  testId: string,
  contentOf: (state: PageState) => HeadContent | undefined,
  ...tools: HTMLElement[]
): HTMLElement {
  const name = element('span', { class: 'pane-name', 'data-testid': `${testId}-name` });
  const value = element('span', {
    ...{ class: 'number beside-value', 'data-testid': `${testId}-value` },
    title: methodStrings.valueHere,
  });
  const icons = Object.entries(FIDELITY_ICONS).map(([standing, own]) => ({
    standing,
    drawing: icon(own),
  }));
  const text = element('span', { class: 'beside-claim-text' });
  const claim = element(
    'p',
    { class: 'beside-claim', 'data-testid': `${testId}-claim` },
    ...icons.map(({ drawing }) => drawing),
    text,
  );
  const head = element(
    'div',
    { class: 'pane-head beside-head' },
    element('div', { class: 'pane-title' }, name, value, ...tools),
    claim,
  );
  store.listen((state) => {
    const content = contentOf(state);
    show(head, content !== undefined);
    if (!content) return;
    const { way, loaded, legend } = content;
    const known = wayName(way, state);
    setText(name, known);
    name.title = known;
    setText(value, legend?.value === undefined ? '' : formatSigned(legend.value / legend.divisor));
    // Nothing moves while a map is on its way.
    showInItsRoom(claim, loaded !== undefined && !legend?.isOnItsWay);
    if (!loaded) return;
    const { standing } = loaded.explanation.claim;
    claim.dataset.fidelity = standing;
    claim.title = fullClaim(loaded);
    for (const { standing: own, drawing } of icons) {
      drawing.toggleAttribute('hidden', own !== standing);
    }
    setText(text, claimInShort(loaded));
  });
  head.hidden = true;
  return head;
}
