import { chooseClass } from './classes/choice.ts';
import type { ImageSteps } from './state/imageSteps.ts';
import type { Store } from './state/store.ts';

/** Keys that work wherever the focused control does not use them. */
export function listenToShortcuts(store: Store, steps: ImageSteps): void {
  window.addEventListener('keydown', (event) => {
    const { key } = event;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isEditing(event.target)) return;
    if (key === 'ArrowLeft' && !event.shiftKey) steps.step(-1);
    else if (key === 'ArrowRight' && !event.shiftKey) steps.step(1);
    else if (/^[1-5]$/.test(key)) {
      const classIndex = store.state.loaded?.explanation.ranking[Number(key) - 1];
      if (classIndex === undefined) return;
      chooseClass(store, classIndex);
    } else if (key === 'Escape') {
      const { view, other } = store.state;
      if (other) return;
      if (view.selectedChannel !== undefined) store.updateView({ selectedChannel: undefined });
      else if (view.contrastClass !== undefined) store.updateView({ contrastClass: undefined });
      else return;
    } else return;
    event.preventDefault();
  });
}

function isEditing(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest(
      'input, textarea, select, .control-field, .control-dropdown, .accessible-table-scroll',
    ) !== null
  );
}
