import type { CamErrorData } from '../../../src/cam/base/errors.ts';
import type { MapDrawing } from '../../../src/cam/results/brief.ts';
import type { SheetOrder, SheetPicture, SheetPlace } from '../../../src/protocol/showCam.ts';

/** The contact sheet of several images. */
export interface Sheet extends SheetPlace {
  /** What is known of the images, by index. */
  entries: SheetEntries;
  /** How much of the image that is being computed is done, 0 … 1, if that takes many runs. */
  part: number;
  /** The user has stopped the computation. */
  isStopped: boolean;
  /** Why none of the images can be computed now. */
  failure: CamErrorData | undefined;
}

export type SheetEntries = ReadonlyMap<number, SheetEntry>;

export interface SheetEntry {
  picture: SheetPicture;
  /** The model or the image has changed since; it is shown until there is a new one. */
  isOld: boolean;
}

export const NO_SHEET: Sheet = {
  isOpen: false,
  chosen: 0,
  entries: new Map(),
  part: 0,
  isStopped: false,
  failure: undefined,
};

/** All images in a few numbers; results that are old do not count. */
export interface SheetCounts {
  done: number;
  failed: number;
  /** Images whose folder names a class, and those among them that the model gives this class. */
  judged: number;
  right: number;
}

/** Counts what is known of the images. */
export function sheetCounts(entries: SheetEntries): SheetCounts {
  const counts = { done: 0, failed: 0, judged: 0, right: 0 };
  for (const { picture, isOld } of entries.values()) {
    if (isOld) continue;
    counts.done++;
    if ('error' in picture) counts.failed++;
    const right = isRight(picture);
    if (right === undefined) continue;
    counts.judged++;
    if (right) counts.right++;
  }
  return counts;
}

/** Whether the model gives the class that the folder names; undefined if it names none. */
export function isRight(picture: SheetPicture): boolean | undefined {
  if ('error' in picture || !picture.brief.expected) return undefined;
  return picture.brief.scores[0]?.classIndex === picture.brief.expected.classIndex;
}

/** What the maps that are not old were made by; undefined while there is none. */
export function drawnBy(entries: SheetEntries): Pick<MapDrawing, 'way' | 'name'> | undefined {
  for (const { picture, isOld } of entries.values()) {
    if (!isOld && 'brief' in picture) return picture.brief.drawing;
  }
  return undefined;
}

/** Whether the folder of any image names a class. */
export function hasExpected(entries: SheetEntries): boolean {
  for (const { picture } of entries.values()) if (isRight(picture) !== undefined) return true;
  return false;
}

/**
 * The images in an order of the sheet, by index. By confidence: the most probable first class first. By mistakes: wrong
 * ones, the surest first, then the others, the least sure first. Behind them those that are not computed yet, then those
 * that cannot be. Equal ones stay as they were given, as do all if no mistakes can be known.
 */
export function inOrder(entries: SheetEntries, count: number, order: SheetOrder): number[] {
  const indices = Array.from({ length: count }, (_, index) => index);
  if (order === 'given' || (order === 'mistakes' && !hasExpected(entries))) return indices;
  const keys = indices.map((index) => sortKey(entries.get(index)?.picture, order));
  return indices.sort((a, b) => {
    const [groupA = 0, valueA = 0] = keys[a] ?? [];
    const [groupB = 0, valueB = 0] = keys[b] ?? [];
    return groupA - groupB || valueA - valueB;
  });
}

const NOT_COMPUTED = 2;
const FAILED = 3;

/** The group of an image, and its place within the group; small ones come first. */
function sortKey(picture: SheetPicture | undefined, order: SheetOrder): [number, number] {
  if (!picture) return [NOT_COMPUTED, 0];
  if ('error' in picture) return [FAILED, 0];
  const probability = picture.brief.scores[0]?.probability ?? 0;
  if (order === 'confidence') return [0, -probability];
  return isRight(picture) === false ? [0, -probability] : [1, probability];
}
