import { MOVED_BELOW } from '../../../src/cam/maps/pixels/overlap.ts';
import { formatOverlap, formatProbabilities } from '../../shared/format/numbers.ts';
import { element, setText, show } from '../../shared/widgets/dom.ts';
import { haveMaps } from '../compared/comparable.ts';
import { comparedClasses, matchedClass } from '../compared/comparedClasses.ts';
import { comparedRows } from '../compared/comparedRows.ts';
import { bothUsable } from '../compared/usable.ts';
import type { Loaded, PageState, Store } from '../state/store.ts';
import { isBeforeAfter } from '../state/store.ts';
import { strings } from '../state/strings.ts';
import { labelOf } from '../state/titles.ts';
import { SENTENCE } from './movedTexts.ts';
import { areSameMaps, peakDistance } from './movement.ts';

/** What moved, in one sentence over the picture. Its room is kept, so that nothing jumps with its length. */
export function movedSentence(store: Store): HTMLElement {
  const line = element('p', { class: 'moved-sentence', 'data-testid': 'moved-sentence' });
  let drawn: Partial<PageState> = {};
  store.listen((state) => {
    show(line, isBeforeAfter(state));
    const { loaded, other, view } = state;
    if (drawn.loaded === loaded && drawn.other === other && drawn.view === view) return;
    drawn = state;
    const text = sentenceOf(state);
    setText(line, text);
    line.title = text;
  });
  line.hidden = true;
  return line;
}

function sentenceOf(state: PageState): string {
  const both = bothUsable(state);
  if (!isBeforeAfter(state) || !both) return '';
  const { main: after, other: before } = both;
  const classes = comparedClasses(state);
  const row = comparedRows(state).find(({ chosen }) => chosen);
  if (classes.main === undefined || classes.other === undefined || !row) return '';
  if (!row.main || !row.other) return onlyOneHas(row.label, both, row.main ? 'other' : 'main');
  const [topBefore, topAfter] = [nameOf(before), nameOf(after)];
  const isStill = matchedClass(before, after, before.maps.topClass) === after.maps.topClass;
  const isTop = row.main.classIndex === after.maps.topClass;
  const probabilities = formatProbabilities(row.other.probability, row.main.probability);
  const moved = { isStill, isTop, topBefore, topAfter, label: row.label, probabilities };
  // Without two maps of one kind nothing is known of the evidence.
  if (!haveMaps(both, { main: classes.main, other: classes.other })) return withoutEvidence(moved);
  const maps = {
    before: before.maps.classMap(classes.other),
    after: after.maps.classMap(classes.main),
  };
  const isSame = isStill && !probabilities.includes('→') && areSameMaps(maps.before, maps.after);
  if (isSame && isTop) return SENTENCE.nothing(row.label, probabilities);
  const evidence =
    row.boxOverlap === undefined
      ? peakText(
          peakDistance({ loaded: before, map: maps.before }, { loaded: after, map: maps.after }),
        )
      : boxText(row.boxOverlap);
  if (!isStill) return SENTENCE.became(topBefore, topAfter, row.label, probabilities, evidence);
  return isTop
    ? SENTENCE.still(row.label, probabilities, evidence)
    : SENTENCE.stillTop(topAfter, row.label, probabilities, evidence);
}

interface Moved {
  /** Whether the top class is the same. */
  isStill: boolean;
  /** Whether the class on show is the top one. */
  isTop: boolean;
  topBefore: string;
  topAfter: string;
  label: string;
  probabilities: string;
}

function withoutEvidence(moved: Moved): string {
  const { isStill, isTop, topBefore, topAfter, label, probabilities } = moved;
  if (!isStill) return SENTENCE.onlyBecame(topBefore, topAfter, label, probabilities);
  return isTop
    ? SENTENCE.onlyStill(label, probabilities)
    : SENTENCE.onlyStillTop(topAfter, label, probabilities);
}

function onlyOneHas(
  label: string,
  both: { main: Loaded; other: Loaded },
  without: 'main' | 'other',
): string {
  return strings.noSuchClass(strings.modelAtStart[without], label, nameOf(both[without]));
}

function boxText(overlap: number): string {
  const say = overlap < MOVED_BELOW ? SENTENCE.boxMoved : SENTENCE.boxStayed;
  return say(formatOverlap(overlap));
}

function peakText(distancePx: number): string {
  const rounded = Math.round(distancePx);
  return rounded === 0 ? SENTENCE.peakStayed : SENTENCE.peakMoved(rounded);
}

function nameOf({ maps, model }: Loaded): string {
  return labelOf(maps.topClass, model.model.labels.value);
}
