import { element, setText } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { PageParts } from '../state/page.ts';
import { strings } from '../state/strings.ts';

/** The number of selected images, and what can be done with them. It keeps its room while there are none. */
export function selection({ store, host }: PageParts): HTMLElement {
  const text = element('span', { class: 'number', role: 'status', 'data-testid': 'selected' });
  const change = button({
    label: strings.changeClass,
    title: strings.changeClassHint,
    appearance: 'primary',
    testId: 'change-class',
    onClick: () => host.post({ type: 'changeClass', paths: [...store.state.selected] }),
  });
  const clear = button({
    label: strings.clearSelection,
    icon: icon('close'),
    testId: 'clear-selection',
    onClick: () => store.update({ selected: new Set() }),
  });
  const root = element('span', { class: 'selection' }, text, change, clear);
  store.listen(({ selected }) => {
    root.style.visibility = selected.size > 0 ? '' : 'hidden';
    setText(text, selected.size > 0 ? strings.selected(selected.size) : '');
  });
  return root;
}
