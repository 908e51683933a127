import { element, setText } from '../../shared/widgets/dom.ts';
import type { Host } from '../state/host.ts';
import type { Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';

/** Where the names of the classes come from, and the way to others. */
export function labelsLine(store: Store, host: Host): HTMLElement {
  const source = element('span', { class: 'labels-source', 'data-testid': 'labels-source' });
  const change = element('button', {
    class: 'link',
    type: 'button',
    'data-testid': 'change-labels',
  });
  change.addEventListener('click', () => host.post({ type: 'labels' }));
  store.listen(({ loaded }, previous) => {
    if (!loaded || loaded.model === previous.loaded?.model) return;
    const { labels } = loaded.model.model;
    const { standIn } = labels;
    setText(source, standIn ? strings.labelStandIns[standIn] : strings.labelsFrom(labels.source));
    source.title = labels.file ?? '';
    setText(change, standIn === 'numbers' ? strings.addLabels : strings.changeLabels);
  });
  return element('p', { class: 'labels-line' }, source, change);
}
