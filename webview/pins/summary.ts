import type { PinSummary } from '../../src/cam/pins/compare.ts';
import type { PinBaseline } from '../../src/protocol/pins.ts';
import { formatOverlap } from '../shared/format/numbers.ts';
import { element, setText, show } from '../shared/widgets/dom.ts';
import type { PageParts } from './page.ts';
import { rowsOf } from './store.ts';
import { strings } from './strings.ts';

/** About all images: what they are compared with, how to accept the current export, and how their maps are made. */
export function summary({ store, host }: PageParts): HTMLElement {
  const line = element('p', {
    class: 'summary-line number',
    role: 'status',
    'data-testid': 'summary',
  });
  const comparedWith = element('span', {});
  const link = (testId: string, title: string, onClick: () => void) => {
    const made = element('button', { type: 'button', class: 'link', title, 'data-testid': testId });
    made.addEventListener('click', onClick);
    return made;
  };
  const accept = link('accept', strings.acceptHint, () => host.post({ type: 'accept' }));
  accept.append(strings.accept);
  const method = link('maps-method', strings.mapsHint, () => host.post({ type: 'chooseMethod' }));
  const otherMaps = element('p', { class: 'note', 'data-testid': 'other-maps' });
  const view = element(
    'div',
    { class: 'summary' },
    line,
    element('p', { class: 'note', 'data-testid': 'baseline' }, comparedWith, ' ', accept),
    element('p', { class: 'note' }, method),
    otherMaps,
  );
  view.hidden = true;
  store.listen((state) => {
    const { pins, work, start } = state;
    show(view, rowsOf(state).length > 0);
    if (!pins) return;
    // While images are computed the line would change with each of them.
    if (work.kind !== 'running') setText(line, textOf(pins.summary, pins.baseline));
    setText(
      comparedWith,
      strings.comparedWith(start?.model?.fileName ?? '', pins.baseline, whenOf(pins.baseline)),
    );
    const hasChanged = pins.rows.some(({ comparison: { change } }) =>
      ['away', 'flipped', 'towards', 'moved', 'weaker'].includes(change),
    );
    const { now, before } = pins.maps ?? {};
    const isOther = before !== undefined && pins.baseline.kind === 'export';
    const canAccept = hasChanged || isOther;
    show(accept, work.kind === 'idle' && pins.baseline.kind === 'export' && canAccept);
    show(otherMaps, isOther);
    setText(otherMaps, isOther ? strings.otherMaps(before) : '');
    show(method, now !== undefined);
    setText(method, strings.mapsBy(now ?? ''));
  });
  return view;
}

function textOf(all: PinSummary, { kind }: PinBaseline): string {
  const isCompared = kind === 'export' && all.compared > 0;
  const { medianOverlap } = all;
  return [
    isCompared ? strings.flipped(all) : strings.pinned(all.pinned),
    isCompared && medianOverlap !== undefined
      ? strings.medianOverlap(formatOverlap(medianOverlap))
      : '',
    all.judged > 0 ? strings.accuracy(all) : '',
    all.failed > 0 ? strings.failed(all.failed) : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** The time of day, with the date if it is another day. */
function whenOf(baseline: PinBaseline): string {
  if (baseline.kind !== 'export') return '';
  const when = new Date(baseline.writtenMs);
  const isToday = when.toDateString() === new Date().toDateString();
  const language = document.documentElement.lang || undefined;
  return when.toLocaleString(language, {
    ...(isToday ? {} : { dateStyle: 'medium' }),
    timeStyle: isToday ? 'medium' : 'short',
  });
}
