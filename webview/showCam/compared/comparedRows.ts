import type { Rect } from '../../../src/cam/base/geometry.ts';
import { overlap } from '../../../src/cam/maps/pixels/overlap.ts';
import type { Loaded, PageState } from '../state/store.ts';
import { labelOf } from '../state/titles.ts';
import { comparedClasses, matchedClass } from './comparedClasses.ts';
import { usable } from './usable.ts';

const TOP = 5;

/** One model's values for a class. */
export interface ClassValues {
  classIndex: number;
  probability: number;
  logit: number;
}

/** One class in both models; a model that does not have it has no values. */
export interface ComparedRow {
  label: string;
  main: ClassValues | undefined;
  other: ClassValues | undefined;
  /** Overlap of the boxes; undefined if one of the models has none. */
  boxOverlap: number | undefined;
  chosen: boolean;
}

/**
 * The five largest classes of each model and the chosen one, by the larger of the two probabilities. With only one
 * model, its own classes.
 */
export function comparedRows(state: PageState): ComparedRow[] {
  const { main, other } = usable(state);
  const { boxThreshold } = state.view;
  const chosen = comparedClasses(state);
  const rows = new Map<string, ComparedRow>();
  const add = (a: number | undefined, b: number | undefined): void => {
    const key = `${a} ${b}`;
    if (rows.has(key)) return;
    const [pane, index] = main && a !== undefined ? [main, a] : [other, b];
    rows.set(key, {
      label: labelOf(index ?? 0, pane?.model.model.labels.value ?? []),
      main: valuesOf(main, a),
      other: valuesOf(other, b),
      boxOverlap: boxOverlap(boxOf(main, a, boxThreshold), boxOf(other, b, boxThreshold)),
      chosen: isChosen(chosen, a, b),
    });
  };
  const addMain = (a: number): void => add(a, main && other && matchedClass(main, other, a));
  const addOther = (b: number): void => add(main && other && matchedClass(other, main, b), b);
  for (const a of main?.explanation.ranking.subarray(0, TOP) ?? []) addMain(a);
  for (const b of other?.explanation.ranking.subarray(0, TOP) ?? []) addOther(b);
  if (chosen.main !== undefined) addMain(chosen.main);
  if (chosen.other !== undefined) addOther(chosen.other);
  return [...rows.values()].sort((a, b) => strength(b) - strength(a));
}

function isChosen(
  { main, other, without }: ReturnType<typeof comparedClasses>,
  a: number | undefined,
  b: number | undefined,
): boolean {
  return without === 'main' || main === undefined ? b === other : a === main;
}

function valuesOf(
  pane: Loaded | undefined,
  classIndex: number | undefined,
): ClassValues | undefined {
  if (!pane || classIndex === undefined) return undefined;
  const { explanation } = pane;
  return {
    classIndex,
    probability: explanation.probabilities[classIndex] ?? 0,
    logit: explanation.logits[classIndex] ?? 0,
  };
}

function boxOf(
  pane: Loaded | undefined,
  classIndex: number | undefined,
  threshold: number,
): Rect | undefined {
  if (!pane || classIndex === undefined) return undefined;
  return pane.maps.box(pane.maps.classMap(classIndex), threshold);
}

function boxOverlap(a: Rect | undefined, b: Rect | undefined): number | undefined {
  return a && b && overlap(a, b);
}

function strength({ main, other }: ComparedRow): number {
  return Math.max(main?.probability ?? 0, other?.probability ?? 0);
}
