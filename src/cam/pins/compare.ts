import { numberedLabel } from '../base/classLabel.ts';
import type { Rect } from '../base/geometry.ts';
import { MOVED_BELOW, overlap } from '../maps/pixels/overlap.ts';
import type { ClassScore } from '../results/brief.ts';
import type { PinResult } from '../results/pins.ts';
import type { ExpectedClass } from './pinsFile.ts';

/** A fall of a probability by this much is worth a look. */
const WEAKER_BY = 0.1;

/**
 * What an export changed in a pinned image, the worst first:
 * - `away`: it had the expected class and has lost it;
 * - `flipped`: another class than before; `towards`: the expected one, at last;
 * - `moved`: the same class, but the box of its map is elsewhere;
 * - `weaker`: the class is less probable, see {@link PinComparison.fall};
 * - `new`: there is nothing to compare with; `steady`: none of these;
 * - `waiting`: not computed yet; `failed`: cannot be computed.
 */
const PIN_CHANGES = [
  'away',
  'flipped',
  'towards',
  'moved',
  'weaker',
  'waiting',
  'new',
  'steady',
  'failed',
] as const;

type PinChange = (typeof PIN_CHANGES)[number];

/** A result compared with that of the export before. */
export interface PinComparison {
  change: PinChange;
  /** Whether the class is the expected one; undefined if none is expected, or the model does not have it. */
  isRight: boolean | undefined;
  /** The same of the export before. */
  wasRight: boolean | undefined;
  /** IoU of the boxes of the first classes; undefined if neither has one, or their maps were made in other ways. */
  boxOverlap: number | undefined;
  /**
   * The class whose probability is followed: the expected one, else the one before; numbered as in the current export.
   */
  followed: { now: ClassScore; before: ClassScore | undefined } | undefined;
  /** How much less probable the followed class is than before; negative if it is more probable. */
  fall: number;
}

const NOTHING: Omit<PinComparison, 'change'> = {
  isRight: undefined,
  wasRight: undefined,
  boxOverlap: undefined,
  followed: undefined,
  fall: 0,
};

/**
 * Compares the results of two exports for an image.
 * @param before undefined if there is nothing to compare with
 * @param now undefined if it was not computed yet
 * @param labels of the current export
 */
export function compareResults(
  before: PinResult | undefined,
  now: PinResult | undefined,
  expected: ExpectedClass | undefined,
  labels: readonly string[],
): PinComparison {
  const top = now?.scores[0];
  if (!now || !top) return { ...NOTHING, change: 'waiting' };
  const expectedIndex = classOf(expected, labels);
  const isRight = isClass(top.classIndex, expected, labels);
  const topBefore = before?.scores[0];
  // Another picture under the same name says nothing about the model.
  if (!before || !topBefore || before.imageHash !== now.imageHash) {
    return { ...NOTHING, change: 'new', isRight };
  }
  const classBefore = sameClass(topBefore, labels);
  const wasRight = isClass(classBefore, expected, labels);
  const boxOverlap = before.way === now.way ? overlapOf(before.box, now.box) : undefined;
  const followed = follow(before, now, expectedIndex ?? classBefore, labels);
  const fall = followed?.before ? followed.before.probability - followed.now.probability : 0;
  const rest = { isRight, wasRight, boxOverlap, followed, fall };
  if (classBefore !== top.classIndex) {
    return { ...rest, change: wasRight ? 'away' : isRight ? 'towards' : 'flipped' };
  }
  if (boxOverlap !== undefined && boxOverlap < MOVED_BELOW) return { ...rest, change: 'moved' };
  return { ...rest, change: fall >= WEAKER_BY ? 'weaker' : 'steady' };
}

const NO_BOX: Rect = { x: 0, y: 0, width: 0, height: 0 };

/** Boxes that differ only by the rounding of their edges overlap completely. */
const SAME_FROM = 1 - 1e-9;

function overlapOf(before: Rect | undefined, now: Rect | undefined): number | undefined {
  if (!before && !now) return undefined;
  const value = overlap(before ?? NO_BOX, now ?? NO_BOX);
  return value >= SAME_FROM ? 1 : value;
}

/**
 * Orders images, the worst first: by {@link PIN_CHANGES}; where the class or the box has changed by the lowest
 * overlap of the boxes; otherwise wrong ones first; then by the largest fall. Equal ones keep their order.
 */
export function byWorst(a: PinComparison, b: PinComparison): number {
  const rank = PIN_CHANGES.indexOf(a.change) - PIN_CHANGES.indexOf(b.change);
  if (rank !== 0) return rank;
  const isChanged = isFlip(a.change) || a.change === 'moved';
  const difference = isChanged
    ? (a.boxOverlap ?? 1) - (b.boxOverlap ?? 1)
    : Number(a.isRight !== false) - Number(b.isRight !== false);
  return difference || b.fall - a.fall;
}

/** Whether the prediction has changed. */
function isFlip(change: PinChange): boolean {
  return change === 'away' || change === 'flipped' || change === 'towards';
}

/** All pinned images in a few numbers. */
export interface PinSummary {
  pinned: number;
  /** Those that could be compared, and how many of them have another class. */
  compared: number;
  flipped: number;
  /** Of the overlaps of the boxes; undefined if no image has any. */
  medianOverlap: number | undefined;
  /** Of the images with an expected class: how many have it. */
  right: number;
  judged: number;
  /** The same of the export before. */
  rightBefore: number;
  judgedBefore: number;
  failed: number;
}

/** A summary of what an export changed in all pinned images. */
export function summarise(comparisons: readonly PinComparison[]): PinSummary {
  const count = (isSo: (comparison: PinComparison) => boolean) => comparisons.filter(isSo).length;
  const overlaps = comparisons
    .map(({ boxOverlap }) => boxOverlap)
    .filter((value) => value !== undefined);
  return {
    pinned: comparisons.length,
    compared: count(({ change }) => !['waiting', 'new', 'failed'].includes(change)),
    flipped: count(({ change }) => isFlip(change)),
    medianOverlap: median(overlaps),
    right: count(({ isRight }) => isRight === true),
    judged: count(({ isRight }) => isRight !== undefined),
    rightBefore: count(({ wasRight }) => wasRight === true),
    judgedBefore: count(({ wasRight }) => wasRight !== undefined),
    failed: count(({ change }) => change === 'failed'),
  };
}

/** A comparison of an image that cannot be computed. */
export const FAILED: PinComparison = { ...NOTHING, change: 'failed' };

/**
 * Classes whose scores a comparison needs in addition to the five largest.
 * @param before result of the export before for the image
 * @returns numbers in the current export
 */
export function classesToFollow(
  before: PinResult | undefined,
  expected: ExpectedClass | undefined,
  labels: readonly string[],
): number[] {
  const topBefore = before?.scores[0];
  const classes = [classOf(expected, labels), topBefore && sameClass(topBefore, labels)];
  return [...new Set(classes.filter((index) => index !== undefined))];
}

/** The number of a class that a user named; undefined if the model has none of this name. */
export function classOf(
  expected: ExpectedClass | undefined,
  labels: readonly string[],
): number | undefined {
  const index = typeof expected === 'string' ? labels.indexOf(expected) : (expected ?? -1);
  return index >= 0 && index < labels.length ? index : undefined;
}

/** How a class is stored: by its label, unless another class has the same label or the label is only its number. */
export function nameOfClass(classIndex: number, labels: readonly string[]): ExpectedClass {
  const label = labels[classIndex] ?? '';
  const isName = label !== '' && label !== numberedLabel(classIndex);
  return isName && labels.indexOf(label) === labels.lastIndexOf(label) ? label : classIndex;
}

function isClass(
  classIndex: number | undefined,
  expected: ExpectedClass | undefined,
  labels: readonly string[],
): boolean | undefined {
  if (classOf(expected, labels) === undefined) return undefined;
  if (classIndex === undefined) return false;
  return typeof expected === 'string' ? labels[classIndex] === expected : classIndex === expected;
}

/**
 * Finds a class of an earlier export by its label, which may have another number now, or by its number if it was
 * renamed.
 */
function sameClass(
  { classIndex, label }: ClassScore,
  labels: readonly string[],
): number | undefined {
  if (labels[classIndex] === label) return classIndex;
  const byLabel = labels.indexOf(label);
  if (byLabel >= 0) return byLabel;
  return classIndex < labels.length ? classIndex : undefined;
}

function follow(
  before: PinResult,
  now: PinResult,
  classIndex: number | undefined,
  labels: readonly string[],
): PinComparison['followed'] {
  const scoreNow = now.scores.find((score) => score.classIndex === classIndex);
  if (!scoreNow) return undefined;
  const scoreBefore = before.scores.find((score) => sameClass(score, labels) === classIndex);
  return { now: scoreNow, before: scoreBefore };
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) return undefined;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
