import type { NewModelView } from '../../../src/protocol/train.ts';
import { fileNameOf } from '../../shared/format/fileName.ts';
import { element, show } from '../../shared/widgets/dom.ts';
import { popover } from '../../shared/widgets/popover.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { PageParts } from '../state/page.ts';
import { isTraining } from '../state/store.ts';
import { strings } from '../state/strings.ts';

const VIEWS: readonly NewModelView[] = ['model', 'classUnits', 'evaluation'];

/** Opens the new model in the other views. */
export function newModel({ store, host }: PageParts): HTMLElement {
  const views = VIEWS.map((view) =>
    button({
      label: strings.views[view],
      title: strings.viewHints[view],
      testId: `open-${view}`,
      onClick: () => host.post({ type: 'openNewModel', view }),
    }),
  );
  const path = element('p', { class: 'note folder-path' });
  const menu = popover(strings.newModel, 'new-model', path, ...views);
  for (const view of views) view.addEventListener('click', () => menu.panel.hidePopover());
  const root = element('div', { class: 'menu' }, menu.button, menu.panel);
  store.listen((state) => {
    show(root, state.report !== undefined && !isTraining(state) && state.isTrusted);
    path.textContent = state.report?.file ?? '';
    menu.button.title = fileNameOf(state.report?.file ?? '');
  });
  return root;
}
