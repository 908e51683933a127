import type { Side } from '../../../src/protocol/showCam.ts';
import { formatSigned } from '../../shared/format/numbers.ts';
import { element, setAttributes, setText, show } from '../../shared/widgets/dom.ts';
import { differenceAt, differenceOf } from '../compared/difference.ts';
import { pairOf, sideName, sidesInOrder } from '../compared/names.ts';
import { shownOn } from '../compared/shown.ts';
import { cellAt } from '../stage/place.ts';
import { shareOfEvidence, unitsOf } from '../stage/units.ts';
import type { ShownMap } from '../state/mapSource.ts';
import { methodStrings } from '../state/methodStrings.ts';
import type { Loaded, PageState, Place, Store } from '../state/store.ts';
import { isBlank, paneOf } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { badge } from './compareTable.ts';

interface Line {
  element: HTMLElement;
  name: HTMLElement;
  where: HTMLElement;
  value: HTMLElement;
  share: HTMLElement;
}

/** The values of both maps at one place of the photo, and their difference. */
export function compareReading(store: Store): HTMLElement {
  const where = element('span', { class: 'reading-where number' });
  const lines = { main: makeLine('main'), other: makeLine('other') };
  const difference = element('b', { class: 'number', 'data-testid': 'reading-difference' });
  const differenceName = element('span');
  const units = element('span', { class: 'secondary' });
  const differenceLine = element(
    'div',
    { class: 'compare-line' },
    differenceName,
    element('span'),
    difference,
    units,
  );
  const liveRegion = element('div', { class: 'visually-hidden', 'aria-live': 'polite' });
  const section = element(
    'section',
    {
      class: 'reading compare-reading',
      'data-testid': 'compare-reading',
      'aria-label': strings.reading,
      title: strings.readingHint,
    },
    where,
    differenceLine,
    liveRegion,
  );
  store.listen((state) => {
    show(section, state.other !== undefined);
    if (!state.other) return;
    const { place } = state;
    const [first, second] = sidesInOrder(state).map((side) => lines[side].element);
    if (first && second && where.nextSibling !== first) where.after(first, second);
    setText(differenceName, strings.differenceNames[pairOf(state)]);
    setText(
      where,
      place ? strings.readingAt(Math.floor(place.x), Math.floor(place.y)) : strings.readingPeaks,
    );
    const spoken = (['main', 'other'] as const).map((side) => fill(lines[side], state, side));
    const map = differenceOf(state);
    const value = place && !('reason' in map) ? differenceAt(map, place.x, place.y) : undefined;
    // Its room is always reserved: otherwise the pictures would shrink when the pointer enters them.
    differenceLine.classList.toggle('unseen', place === undefined);
    setText(units, state.loaded?.by ? unitsOf(state.loaded) : strings.unitsOfTwo);
    setText(difference, value === undefined ? strings.absent : formatSigned(value));
    setAttributes(difference, { 'data-value': value });
    if (place?.by === 'keyboard') setText(liveRegion, spoken.join(' '));
  });
  return section;
}

function makeLine(side: Side): Line {
  const name = badge('');
  const where = element('span', { class: 'secondary number' });
  const value = element('b', { class: 'number', 'data-testid': `reading-value-${side}` });
  const share = element('span', { class: 'secondary number' });
  const line = element('div', { class: 'compare-line' }, name, where, value, share);
  return { element: line, name, where, value, share };
}

/** @returns the same in words */
function fill(line: Line, state: PageState, side: Side): string {
  const loaded = paneOf(state, side)?.loaded;
  const shown = shownOn(state, side);
  const at = loaded && shown && !isBlank(loaded) && cellOf(state.place, loaded, shown);
  setText(line.name, sideName(state, side));
  if (!loaded || !shown || !at) {
    setText(line.where, shown && loaded && !isBlank(loaded) ? strings.readingOutside : '');
    setText(line.value, strings.absent);
    setText(line.share, '');
    setAttributes(line.value, { 'data-value': undefined, 'data-cell': undefined });
    return '';
  }
  const value = shown.map.values[at.y * shown.map.width + at.x] ?? 0;
  // Values by other methods are no evidence that adds up.
  const share = loaded.by ? '' : shareOfEvidence(shown.map, value);
  setText(line.where, strings.readingCell(at.x, at.y));
  setText(line.value, formatSigned(value));
  setText(line.share, share);
  setAttributes(line.value, { 'data-value': value, 'data-cell': `${at.x} ${at.y}` });
  const spoken = strings.spokenSides[pairOf(state)][side];
  if (share === '') return methodStrings.readingOf(spoken, formatSigned(value));
  return strings.readingOf(spoken, formatSigned(value), share);
}

/** The cell at the current place, or the cell of the peak. */
function cellOf(
  place: Place | undefined,
  loaded: Loaded,
  { map }: ShownMap,
): { x: number; y: number } | undefined {
  if (place) return cellAt(place, loaded);
  const peak = map.values.indexOf(Math.max(...map.values));
  return { x: peak % map.width, y: Math.floor(peak / map.width) };
}
