import { choices, segmented } from '../../shared/widgets/controls.ts';
import { element } from '../../shared/widgets/dom.ts';
import type { Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/** The table of the layers and their graph, side by side or one of them, and below the chosen layer. */
export function layerParts(
  store: Store,
  table: HTMLElement,
  graph: HTMLElement,
  chosen: HTMLElement,
): HTMLElement {
  const views = element('div', { class: 'layer-views' }, table, graph);
  const switcher = segmented(
    'layers-as',
    strings.layersAs,
    choices(['table', 'graph'] as const, strings.layerViews),
    (layersAs) => store.updateView({ layersAs }),
  );
  store.listen(({ view }) => {
    switcher.setValue(view.layersAs);
    views.dataset.shown = view.layersAs;
  });
  return element(
    'div',
    { class: 'layer-parts' },
    element('div', { class: 'layer-switch' }, switcher.element),
    views,
    chosen,
  );
}
