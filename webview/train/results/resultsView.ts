import { choices, segmented } from '../../shared/widgets/controls.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import type { PageParts } from '../state/page.ts';
import { strings } from '../state/strings.ts';
import type { Tab } from '../state/viewState.ts';
import { TABS } from '../state/viewState.ts';
import { classTable } from './classTable.ts';
import { mistakeList } from './mistakeList.ts';
import { selection } from './selection.ts';

/** What a training has found out: images that were not recognised, the classes, how it was made. */
export function resultsView(parts: PageParts): HTMLElement {
  const { store } = parts;
  const tabs = segmented<Tab>('tab', strings.tab, choices(TABS, strings.tabs), (tab) =>
    store.updateView({ tab }),
  );
  const mistakes = mistakeList(parts);
  const classes = classTable(parts);
  const made = element('p', { class: 'note', 'data-testid': 'made' });
  const root = element(
    'section',
    { class: 'training-results', 'data-testid': 'results' },
    element('div', { class: 'tab-bar' }, tabs.element, selection(parts)),
    mistakes,
    classes,
    made,
  );
  store.listen(({ report, view }) => {
    show(root, report !== undefined);
    tabs.setValue(view.tab);
    show(mistakes, view.tab === 'mistakes');
    show(classes, view.tab === 'classes');
    show(made, view.tab === 'classes');
    if (!report) return;
    const { tensor, channels, width, height } = report.feature;
    const { learner, strength, folds, groups } = report;
    setText(
      made,
      [
        `${strings.strength(strings.learners[learner], strength)}.`,
        strings.details(tensor, channels, width, height),
        strings.howMeasured(folds.length),
        groups === undefined ? strings.noGroups : strings.groups(groups),
      ].join(' '),
    );
  });
  return root;
}
