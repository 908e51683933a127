import { segmented } from '../../shared/widgets/controls.ts';
import { setText } from '../../shared/widgets/dom.ts';
import type { PageParts } from '../state/page.ts';
import { strings } from '../state/strings.ts';
import type { Subject } from '../state/viewState.ts';
import { SUBJECTS } from '../state/viewState.ts';

/** The four things that the page can be about. */
export function subjectTabs({ store }: PageParts): HTMLElement {
  const control = segmented<Subject>(
    'subject',
    strings.subject,
    SUBJECTS.map((value) => ({ value, label: strings.subjects[value] })),
    (subject) => store.updateView({ subject }),
  );
  const silence = control.element.querySelector('input[value="silence"] + span');
  store.listen(({ view }) => {
    control.setValue(view.subject);
    if (silence) setText(silence, strings.silenceTab(view.silenced.length));
  });
  return control.element;
}
