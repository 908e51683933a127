import type { ClassScore } from '../../src/cam/results/brief.ts';
import type { PinRow } from '../../src/protocol/pins.ts';
import { formatNumber, formatOverlap, formatProbability } from '../shared/format/numbers.ts';
import type { PinGroup } from './strings.ts';
import { strings } from './strings.ts';

/** The part of the list that an image is in. */
export function groupOf({ comparison: { change } }: PinRow): PinGroup {
  return change === 'away' || change === 'towards' ? 'flipped' : change;
}

/** A class with its probability. */
export interface NamedScore {
  label: string;
  probability: string;
}

/** The prediction of an image, and that of before where it is another one; neither where it cannot be computed. */
export function predictionOf(row: PinRow): { now?: NamedScore; before?: NamedScore } {
  const { top, topBefore, error } = row;
  if (error) return {};
  if (!top) return topBefore ? { before: named(topBefore) } : {};
  const isFlipped = groupOf(row) === 'flipped';
  return { now: named(top), ...(isFlipped && topBefore ? { before: named(topBefore) } : {}) };
}

/** What has changed beside the class, in short pieces. */
export function changesOf(row: PinRow): string[] {
  const { boxOverlap } = row.comparison;
  const hasMoved = boxOverlap !== undefined && boxOverlap < 1;
  return [...(hasMoved ? [boxText(row, boxOverlap)] : []), ...followedTexts(row)];
}

/** Probability and logit of the class that is followed, where they changed. */
function followedTexts(row: PinRow): string[] {
  const { before, now } = row.comparison.followed ?? {};
  if (!before || !now) return [];
  const [was, is] = [formatProbability(before.probability), formatProbability(now.probability)];
  const [logitWas, logitIs] = [formatNumber(before.logit), formatNumber(now.logit)];
  const texts: string[] = [];
  const isFlipped = groupOf(row) === 'flipped';
  if (isFlipped) {
    // The other one of the two probabilities stands beside its class already.
    const isTop = now.classIndex === row.top?.classIndex;
    texts.push(isTop ? strings.beforeOnly(now.label, was) : strings.nowOnly(now.label, is));
  } else if (was !== is) {
    texts.push(strings.probability(was, is));
  }
  if (logitWas !== logitIs) {
    texts.push((isFlipped ? strings.itsLogit : strings.logit)(logitWas, logitIs));
  }
  return texts;
}

/** Whether the image has the class that it should have, in words; undefined where none is expected. */
export function expectedText({ expected, comparison: { isRight } }: PinRow): string | undefined {
  if (!expected) return undefined;
  if (!expected.isKnown) return strings.unknownClass(expected.label);
  return isRight ? strings.isExpected : strings.expected(expected.label);
}

/** The row in a sentence, for those who do not see it. */
export function spokenRow(row: PinRow): string {
  const { now, before } = predictionOf(row);
  const prediction =
    now && before
      ? strings.changed(spoken(before), spoken(now))
      : spoken(now ?? before ?? { label: '', probability: '' });
  const parts = [
    row.fileName,
    row.error?.message ?? prediction,
    expectedText(row),
    ...changesOf(row),
  ];
  return parts.filter((part) => part).join(', ');
}

function spoken({ label, probability }: NamedScore): string {
  return `${label} ${probability}`.trim();
}

function named({ label, probability }: ClassScore): NamedScore {
  return { label, probability: formatProbability(probability) };
}

function boxText({ box, boxBefore }: PinRow, boxOverlap: number): string {
  if (!box) return strings.boxGone;
  if (!boxBefore) return strings.boxNew;
  return strings.boxOverlap(formatOverlap(boxOverlap));
}
