import { setText } from '../dom.ts';
import { segmented } from '../showCam/controls.ts';
import type { PageParts } from './page.ts';
import { strings } from './strings.ts';
import type { Subject } from './viewState.ts';
import { SUBJECTS } from './viewState.ts';

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
