import { element, show } from '../../shared/widgets/dom.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { Host } from '../state/host.ts';
import type { Store } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { labelOf } from '../state/titles.ts';

/** Opens the images that excite the channels of the class most. */
export function classUnitsButton(store: Store, host: Host): HTMLElement {
  const shownClass = () => store.state.loaded?.maps.shown(store.state.view).classIndex;
  const open = button({
    label: strings.classUnits,
    testId: 'class-units',
    onClick: () => {
      const classIndex = shownClass();
      if (classIndex !== undefined) host.post({ type: 'classUnits', classIndex });
    },
  });
  const line = element('div', {}, open);
  store.listen(({ loaded }) => {
    const classIndex = shownClass();
    show(open, classIndex !== undefined);
    if (!loaded || classIndex === undefined) return;
    open.title = strings.classUnitsHint(labelOf(classIndex, loaded.model.model.labels.value));
  });
  return line;
}
