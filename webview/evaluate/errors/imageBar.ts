import { choices, segmented } from '../../shared/widgets/controls.ts';
import { element, setName, setText, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button, checkbox } from '../../shared/widgets/toolkit.ts';
import type { PageParts } from '../state/page.ts';
import { pinSelected } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import { hasErrors, labelOf } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import type { Order } from '../state/viewState.ts';
import { ORDERS } from '../state/viewState.ts';

/** Over the images: their order, the filters and their number, or what becomes of the selected ones. */
export class ImageBar {
  readonly element: HTMLElement;
  readonly #count = element('span', { class: 'number', role: 'status', 'data-testid': 'count' });

  constructor(parts: PageParts) {
    const { store } = parts;
    const order = segmented<Order>(
      'order',
      strings.order,
      choices(ORDERS, strings.orders, strings.orderHints),
      (value) => store.updateView({ order: value }),
    );
    const wrongOnly = checkbox(strings.wrongOnly, 'wrong-only', (isWrong) =>
      store.updateView({ isWrong }),
    );
    const map = checkbox(strings.map, 'map', (hasMap) => store.updateView({ hasMap }));
    map.element.title = strings.mapHint;
    const noWrong = element('span', {}, strings.noWrong);
    const controls = element(
      'div',
      { class: 'image-controls' },
      order.element,
      wrongOnly.element,
      noWrong,
      map.element,
    );
    this.element = element(
      'div',
      { class: 'image-bar' },
      controls,
      element('div', { class: 'image-found' }, this.#count, filterChip(parts), selection(parts)),
    );
    store.listen((state) => {
      const { view } = state;
      show(wrongOnly.element, hasErrors(state));
      show(noWrong, state.overview !== undefined && !hasErrors(state));
      order.show('confidence', hasErrors(state));
      order.setValue(view.order);
      wrongOnly.setChecked(view.isWrong);
      map.setChecked(view.hasMap);
    });
  }

  setTotal(total: number | undefined): void {
    setText(this.#count, total === undefined ? '' : strings.imagesFound(total));
  }
}

/** The classes that are filtered by, with a way to all images. */
function filterChip({ store }: PageParts): HTMLElement {
  const text = element('span', { class: 'chip-text', 'data-testid': 'filter' });
  const clear = button({
    label: '',
    icon: icon('close'),
    testId: 'clear-filter',
    onClick: () => store.updateView({ truth: undefined, predicted: undefined }),
  });
  const chip = element('span', { class: 'chip' }, text, clear);
  store.listen((state) => {
    const filter = filterText(state);
    show(chip, filter !== '');
    setName(text, filter);
    text.title = filter;
    const label = strings.clearFilter(filter);
    clear.title = label;
    clear.setAttribute('aria-label', label);
  });
  return chip;
}

function filterText(state: PageState): string {
  const { truth, predicted } = state.view;
  if (truth !== undefined && predicted !== undefined) {
    return strings.pair(labelOf(state, truth), labelOf(state, predicted));
  }
  if (truth !== undefined) return strings.ofClass(labelOf(state, truth));
  return predicted === undefined ? '' : strings.predictedAs(labelOf(state, predicted));
}

function selection(parts: PageParts): HTMLElement {
  const { store } = parts;
  const text = element('span', { class: 'number', role: 'status', 'data-testid': 'selected' });
  const pin = button({
    label: strings.pin,
    appearance: 'primary',
    testId: 'pin',
    onClick: () => pinSelected(parts),
  });
  const clear = button({
    label: strings.clearSelection,
    icon: icon('close'),
    testId: 'clear-selection',
    onClick: () => store.update({ selected: new Set() }),
  });
  const root = element('span', { class: 'selection' }, text, pin, clear);
  store.listen(({ selected }) => {
    root.style.visibility = selected.size > 0 ? '' : 'hidden';
    setText(text, selected.size > 0 ? strings.selected(selected.size) : '');
  });
  return root;
}
