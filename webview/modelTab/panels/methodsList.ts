import type { MethodOffer } from '../../../src/cam/results/methodMap.ts';
import { element, isolated, setText, show } from '../../shared/widgets/dom.ts';
import { popover } from '../../shared/widgets/popover.ts';
import type { MethodsRequest } from '../state/methods.ts';
import type { PageState, Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/** A button that opens the list of methods: each with the layer that its map is made of, or why it is not possible. */
export function methodsList(
  store: Store,
  request: MethodsRequest,
): { button: HTMLElement; panel: HTMLElement } {
  const status = element('p', { class: 'note', role: 'status' });
  const list = element('dl', { class: 'methods-list', 'data-testid': 'methods-list' });
  const { button, panel } = popover(strings.methods.title, 'methods', status, list);
  button.title = strings.methods.hint;
  panel.addEventListener('toggle', () => {
    if (panel.matches(':popover-open')) void request.ask();
  });
  store.listen((state, previous) => {
    show(button, state.isTrusted);
    button.toggleAttribute('disabled', state.inspection?.input === undefined);
    if (panel.matches(':popover-open')) void request.ask();
    if (state.methods === previous.methods && state.inspection === previous.inspection) return;
    update(state, status, list);
  });
  return { button, panel };
}

function update({ methods, ...state }: PageState, status: HTMLElement, list: HTMLElement): void {
  const offers = methods && 'offers' in methods ? methods.offers : undefined;
  setText(status, methods && 'error' in methods ? methods.error.message : strings.methods.reading);
  show(status, offers === undefined);
  show(list, offers !== undefined);
  list.replaceChildren(...(offers ?? []).flatMap((offer) => row(offer, state)));
}

function row(offer: MethodOffer, { path, fileName }: Omit<PageState, 'methods'>): HTMLElement[] {
  const { name, reason, layer } = offer;
  const isImpossible = reason !== undefined;
  const text = isImpossible ? reason.replaceAll(path, fileName) : strings.methods.of(offer);
  const detail = element('dd', {}, text);
  if (!isImpossible && layer !== undefined) detail.append(' ', isolated(layer));
  const title = element('dt', { class: isImpossible ? 'impossible' : '' }, name);
  return [title, detail];
}
