import { numberedLabel } from '../../../src/cam/base/classLabel.ts';
import type { Side, ViewState } from '../../../src/protocol/showCam.ts';
import type { Loaded, PageState } from '../state/store.ts';
import { matchLabels } from './matchLabels.ts';
import { explained } from './usable.ts';

/** The classes whose maps are compared; undefined if a model has no explanation. */
export interface ComparedClasses {
  main: number | undefined;
  other: number | undefined;
  /** The side whose model does not have the chosen class and shows its own top class instead. */
  without: Side | undefined;
}

/** The chosen class in both models, by its label. */
export function comparedClasses(state: PageState): ComparedClasses {
  const { main: loaded, other: second } = explained(state);
  const { view } = state;
  if (!loaded || !second) {
    const main = loaded?.maps.classOf(view);
    return { main, other: second && otherClassOf(second, view), without: undefined };
  }
  const chosenOther = view.otherClass === undefined ? undefined : otherClassOf(second, view);
  if (chosenOther !== undefined) {
    const main = matchedClass(second, loaded, chosenOther);
    const without = main === undefined ? 'main' : undefined;
    return { main: main ?? loaded.maps.topClass, other: chosenOther, without };
  }
  const main = loaded.maps.classOf(view);
  const matched = matchedClass(loaded, second, main);
  const without = matched === undefined ? 'other' : undefined;
  return { main, other: matched ?? second.maps.topClass, without };
}

/** The class of one model with the label of another model's class. */
export function matchedClass(from: Loaded, to: Loaded, classIndex: number): number | undefined {
  return matchesOf(from.model.model.labels.value, to.model.model.labels.value)[classIndex];
}

/** The view that shows a class of the other model in both. */
export function classInBoth(
  { loaded, other }: PageState,
  classIndex: number,
): Pick<ViewState, 'selectedClass' | 'otherClass'> {
  const second = other?.loaded;
  const own = loaded && second && matchedClass(second, loaded, classIndex);
  return own === undefined
    ? { selectedClass: undefined, otherClass: classIndex }
    : { selectedClass: own, otherClass: undefined };
}

/** If neither model has labels, classes with the same number have the same name. */
export function areNumbered({ loaded, other }: PageState): boolean {
  return [loaded, other?.loaded].every(
    (pane) =>
      pane?.model.model.labels.value.every((label, i) => label === numberedLabel(i)) ?? false,
  );
}

function otherClassOf({ maps }: Loaded, view: ViewState): number {
  return maps.classOf({ ...view, selectedClass: view.otherClass });
}

const known = new WeakMap<readonly string[], WeakMap<readonly string[], (number | undefined)[]>>();

function matchesOf(from: readonly string[], to: readonly string[]): (number | undefined)[] {
  const ofFrom = known.get(from) ?? new WeakMap<readonly string[], (number | undefined)[]>();
  known.set(from, ofFrom);
  const matches = ofFrom.get(to) ?? matchLabels(from, to);
  ofFrom.set(to, matches);
  return matches;
}
