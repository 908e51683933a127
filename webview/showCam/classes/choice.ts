import type { Store } from '../state/store.ts';

/** Shows a class's own map; a contrast with that same class ends. */
export function chooseClass(store: Store, classIndex: number): void {
  const { contrastClass } = store.state.view;
  store.updateView({
    selectedClass: classIndex,
    otherClass: undefined,
    selectedChannel: undefined,
    contrastClass: contrastClass === classIndex ? undefined : contrastClass,
  });
}

/** Compares a class with the chosen one; the same again ends the comparison. */
export function toggleContrast(store: Store, classIndex: number): void {
  const { contrastClass } = store.state.view;
  store.updateView({
    contrastClass: contrastClass === classIndex ? undefined : classIndex,
    selectedChannel: undefined,
  });
}
