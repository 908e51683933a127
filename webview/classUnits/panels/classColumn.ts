import { ClassChooser } from '../../shared/widgets/classChooser.ts';
import { element, show } from '../../shared/widgets/dom.ts';
import type { PageParts } from '../state/page.ts';
import { strings } from '../state/strings.ts';

/** All classes, to choose one. */
export function classColumn({ store }: PageParts): HTMLElement {
  const chooser = new ClassChooser((classIndex) => store.updateView({ classIndex }), {
    fills: true,
  });
  const column = element(
    'nav',
    { class: 'class-column', 'aria-label': strings.classes },
    element('h2', {}, strings.classes),
    chooser.element,
  );
  store.listen(({ view, model }) => {
    show(column, view.subject === 'class');
    if (model) chooser.update(model.labels, view.classIndex);
  });
  return column;
}
