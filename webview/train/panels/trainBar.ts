import { fileNameOf } from '../../shared/format/fileName.ts';
import { element, setName, setText, show } from '../../shared/widgets/dom.ts';
import { icon } from '../../shared/widgets/icons.ts';
import { popover } from '../../shared/widgets/popover.ts';
import { button, progressRing, setDisabled } from '../../shared/widgets/toolkit.ts';
import type { PageParts } from '../state/page.ts';
import type { PageState } from '../state/store.ts';
import { isTraining } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { options } from './options.ts';

/** Begins a training; where the new model is written, and how it is learned. */
export function trainBar(parts: PageParts): HTMLElement {
  const { store, host } = parts;
  const train = button({
    label: strings.train,
    title: strings.trainHint,
    appearance: 'primary',
    testId: 'train',
    onClick: () => {
      if (canTrain(store.state)) host.post({ type: 'train', learner: store.state.view.learner });
    },
  });
  const writes = element('span', { class: 'train-out', 'data-testid': 'out' });
  const change = button({
    label: strings.change,
    testId: 'choose-out',
    onClick: () => host.post({ type: 'chooseOut' }),
  });
  const menu = popover(strings.options, 'options', ...options(parts));
  const learning = element('span', { class: 'number', 'data-testid': 'learning' });
  const cancel = button({
    label: strings.cancel,
    testId: 'cancel-learning',
    onClick: () => host.post({ type: 'cancelScan' }),
  });
  const busy = element('span', { class: 'train-busy', role: 'status' }, progressRing(), learning);
  const table = element('span', { class: 'note', 'data-testid': 'from-table' });
  const cut = element('span', { class: 'chip-text', 'data-testid': 'border' });
  const whole = button({
    label: strings.wholeImages,
    icon: icon('close'),
    testId: 'whole-images',
    onClick: () => host.post({ type: 'setBorder', border: 0 }),
  });
  const chip = element('span', { class: 'chip' }, cut, whole);
  const why = element('span', { class: 'note', 'data-testid': 'why-not' }, strings.tooFewClasses);
  const root = element(
    'div',
    { class: 'train-bar' },
    train,
    cancel,
    busy,
    writes,
    change,
    element('div', { class: 'menu' }, menu.button, menu.panel),
    table,
    chip,
    why,
  );
  menu.button.replaceChildren(strings.options, icon('unfold'));
  store.listen((state) => {
    const { settings, report, found, learning: share } = state;
    const { out, tables, border } = settings;
    const isBusy = isTraining(state);
    setText(train, report ? strings.trainAgain : strings.train);
    setDisabled(train, !canTrain(state));
    show(train, !isBusy);
    // While images are run, the head line has the progress and the button.
    show(cancel, share !== undefined);
    show(busy, share !== undefined);
    setText(learning, share === undefined ? '' : strings.learning(share));
    setName(writes, strings.writes(fileNameOf(out)));
    writes.title = out;
    const { labels } = tables;
    setName(table, labels === undefined ? '' : strings.fromTable(fileNameOf(labels)));
    table.title = labels ?? '';
    show(chip, border > 0 && !isBusy);
    setText(cut, border > 0 ? strings.border(border) : '');
    for (const part of [writes, change, menu.button]) show(part, !isBusy);
    show(why, found !== undefined && !hasClasses(state));
  });
  return root;
}

function canTrain(state: PageState): boolean {
  return hasClasses(state) && !isTraining(state);
}

function hasClasses({ found }: PageState): boolean {
  return (found?.classes.filter(({ pictures }) => pictures > 1).length ?? 0) > 1;
}
