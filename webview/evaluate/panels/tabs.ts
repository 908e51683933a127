import { choices, segmented } from '../../shared/widgets/controls.ts';
import type { PageParts } from '../state/page.ts';
import { strings } from '../state/strings.ts';
import type { Tab } from '../state/viewState.ts';
import { TABS } from '../state/viewState.ts';

/** The views of the page; the one of boxes only where there are any. */
export function tabs({ store }: PageParts): HTMLElement {
  const control = segmented<Tab>('tab', strings.tab, choices(TABS, strings.tabs), (tab) =>
    store.updateView({ tab }),
  );
  store.listen(({ view, overview }) => {
    const isAnnotated = overview?.annotations !== undefined;
    control.show('localization', isAnnotated);
    control.setValue(view.tab);
    if (overview && !isAnnotated && view.tab === 'localization') {
      store.updateView({ tab: 'errors' });
    }
  });
  return control.element;
}
