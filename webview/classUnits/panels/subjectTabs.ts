import { choices, segmented } from '../../shared/widgets/controls.ts';
import { setText } from '../../shared/widgets/dom.ts';
import type { PageParts } from '../state/page.ts';
import { strings } from '../state/strings.ts';
import type { Subject } from '../state/viewState.ts';
import { SUBJECTS } from '../state/viewState.ts';

/** The four subjects of the page. */
export function subjectTabs({ store }: PageParts): HTMLElement {
  const control = segmented<Subject>(
    'subject',
    strings.subject,
    choices(SUBJECTS, strings.subjects),
    (subject) => store.updateView({ subject }),
  );
  const ablationLabel = control.element.querySelector('input[value="ablation"] + span');
  store.listen(({ view }) => {
    control.setValue(view.subject);
    if (ablationLabel) setText(ablationLabel, strings.ablationTab(view.ablated.length));
  });
  return control.element;
}
