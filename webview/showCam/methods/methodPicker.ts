import type { MapWay } from '../../../src/protocol/mapMethods.ts';
import type { Side } from '../../../src/protocol/showCam.ts';
import { element, setAttributes, setText, show, showInItsRoom } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { popoverOf } from '../../shared/widgets/popover.ts';
import { sideName } from '../compared/names.ts';
import { besideWays, canShowBeside, toggledBeside, withMainWay } from '../state/beside.ts';
import { MAP_WAYS } from '../state/mapWays.ts';
import { methodStrings } from '../state/methodStrings.ts';
import { chosenWay, wayName, wayOf } from '../state/methods.ts';
import type { PageState, PaneState, Store } from '../state/store.ts';
import { isComparing } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { MOST_BESIDE } from '../state/viewState.ts';
import type { MethodLoader } from './methodLoader.ts';
import { saidReason } from './wayLine.ts';

/** A button with the name of the method, which opens the list of all; those that the model does not allow say why. */
export function methodPicker(
  store: Store,
  loaders: Record<Side, MethodLoader>,
): { button: HTMLElement; panel: HTMLElement } {
  const name = element('span', { 'data-testid': 'method-name' });
  const button = element(
    'button',
    { class: 'popover-button', type: 'button', 'data-testid': 'method-button' },
    name,
    icon('unfold'),
  );
  const loading = element('p', { class: 'note', role: 'status' }, methodStrings.loading);
  const rows = MAP_WAYS.map((way) => new MethodRow(store, way));
  const list = element(
    'div',
    { class: 'methods', role: 'radiogroup', 'aria-label': methodStrings.method },
    ...rows.map((row) => row.element),
  );
  const panel = popoverOf(button, methodStrings.method, 'methods', loading, list);
  const updateList = (state: PageState) => {
    const isKnown = panesOf(state).every(([, { methods }]) => methods.offers !== undefined);
    show(loading, !isKnown);
    show(list, isKnown);
    for (const row of rows) row.update(state);
  };
  // A closed list costs nothing when something else changes.
  panel.addEventListener('beforetoggle', ({ newState }) => {
    if (newState === 'open') updateList(store.state);
  });
  panel.addEventListener('toggle', () => {
    if (!panel.matches(':popover-open')) return;
    const asking = panesOf(store.state).map(([side]) => loaders[side].askForOffers());
    Promise.all(asking).catch((error: Error) => setText(loading, error.message));
  });
  // After a change of the choice, so that the keys can go on to the next one.
  list.addEventListener('click', (event) => {
    if (event.detail > 0 && event.target instanceof HTMLInputElement) panel.hidePopover();
  });
  store.listen((state) => {
    show(
      button,
      panesOf(state).some(([, pane]) => pane.loaded !== undefined),
    );
    const text = wayName(chosenWay(state), state);
    setText(name, text);
    button.title = methodStrings.methodHint(text);
    if (panel.matches(':popover-open')) updateList(state);
  });
  return { button, panel };
}

/** One method: a native radio button, the reason why it cannot be chosen, and whether it is shown beside the main one. */
class MethodRow {
  readonly element: HTMLElement;
  readonly #label: HTMLLabelElement;
  readonly #beside = element('button', { class: 'beside-toggle', type: 'button' }, icon('compare'));
  readonly #way: MapWay;
  readonly #input: HTMLInputElement;
  readonly #name = element('span', { class: 'method-name' });
  readonly #reason = element('span', { class: 'method-reason' });

  constructor(store: Store, way: MapWay) {
    this.#way = way;
    this.#input = element('input', { type: 'radio', name: 'method', value: way });
    this.#input.addEventListener('change', () => store.updateView(withMainWay(store.state, way)));
    this.#beside.dataset.testid = `beside-${way}`;
    this.#beside.addEventListener('click', () => store.updateView(toggledBeside(store.state, way)));
    this.#label = element(
      'label',
      { class: 'method', 'data-testid': `method-${way}` },
      this.#input,
      element('span', { class: 'method-text' }, this.#name, this.#reason),
    );
    this.element = element('div', { class: 'method-row' }, this.#label, this.#beside);
  }

  update(state: PageState): void {
    const way = this.#way;
    const reasons = reasonsAgainst(way, state);
    const isAllowed = reasons.length < panesOf(state).length;
    setText(this.#name, wayName(way, state));
    const kind =
      way === 'cam' && state.model && !isComparing(state)
        ? strings.mapKinds[state.model.model.mapKind]
        : '';
    const said = reasons.length > 0 ? reasons.join(' ') : kind;
    setText(this.#reason, said);
    show(this.#reason, said !== '');
    this.#input.checked = chosenWay(state) === way;
    const reason = reasons.length > 0 ? said : undefined;
    setAttributes(this.#input, { disabled: !isAllowed, 'aria-description': reason });
    this.#label.classList.toggle('disabled', !isAllowed);
    this.#label.title = reason ?? '';
    this.#updateBeside(state, isAllowed);
  }

  #updateBeside(state: PageState, isAllowed: boolean): void {
    const way = this.#way;
    const ways = besideWays(state);
    const isBeside = ways.includes(way);
    const isFull = ways.length >= MOST_BESIDE && !isBeside;
    const name = methodStrings.showBeside(wayName(way, state));
    const isOffered = isAllowed && canShowBeside(state) && wayOf(state) !== way;
    showInItsRoom(this.#beside, isOffered);
    setAttributes(this.#beside, {
      'aria-pressed': String(isBeside),
      'aria-label': name,
      'aria-disabled': isFull,
      'aria-description': isFull ? methodStrings.mostBeside : undefined,
      title: isFull ? methodStrings.mostBeside : name,
    });
  }
}

/** The models that a method is chosen for: of before and after, the one whose file is there. */
function panesOf(state: PageState): [Side, PaneState][] {
  const main: [Side, PaneState] = ['main', state];
  return isComparing(state) && state.other ? [main, ['other', state.other]] : [main];
}

/** Why models do not allow a way; of two models with their letters. */
function reasonsAgainst(way: MapWay, state: PageState): string[] {
  const panes = panesOf(state);
  return panes.flatMap(([side, pane]) => {
    const reason = saidReason(way, pane);
    if (reason === undefined) return [];
    return panes.length === 1 ? reason : methodStrings.ofSide(sideName(state, side), reason);
  });
}
