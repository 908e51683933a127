import { NEAR_DUPLICATES } from '../../../src/cam/results/training.ts';
import type { TrainingTables } from '../../../src/protocol/train.ts';
import { fileNameOf } from '../../shared/format/fileName.ts';
import { choices, field, segmented } from '../../shared/widgets/controls.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { button } from '../../shared/widgets/toolkit.ts';
import type { PageParts } from '../state/page.ts';
import { strings } from '../state/strings.ts';
import { LEARNERS } from '../state/viewState.ts';

/** How classes are learned, and from which tables. */
export function options(parts: PageParts): HTMLElement[] {
  const { store } = parts;
  const learner = segmented(
    'learner',
    strings.learner,
    choices(LEARNERS, strings.learners),
    (chosen) => store.updateView({ learner: chosen }),
  );
  store.listen(({ view }) => learner.setValue(view.learner));
  return [
    field(strings.learner, learner.element),
    tableField(parts, 'labels'),
    tableField(parts, 'groups'),
  ];
}

function tableField({ store, host }: PageParts, table: keyof TrainingTables): HTMLElement {
  const name = element('span', { 'data-testid': `table-${table}` });
  const choose = button({
    label: strings.chooseTable,
    testId: `choose-${table}`,
    onClick: () => host.post({ type: 'chooseTable', table }),
  });
  const forget = button({
    label: strings.forgetTable,
    testId: `forget-${table}`,
    onClick: () => host.post({ type: 'forgetTable', table }),
  });
  store.listen(({ settings }) => {
    const file = settings.tables[table];
    setText(name, file === undefined ? strings.withoutTable[table] : nameOf(file));
    name.title = file ?? '';
    show(forget, file !== undefined);
  });
  return element(
    'section',
    { class: 'train-table' },
    element('h2', {}, strings.tables[table]),
    element('p', {}, name),
    element('p', { class: 'note' }, strings.tableNotes[table]),
    element('div', { class: 'banner-actions' }, choose, forget),
  );
}

function nameOf(file: string): string {
  return file === NEAR_DUPLICATES ? strings.nearDuplicates : fileNameOf(file);
}
