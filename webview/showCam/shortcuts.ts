import { chooseClass } from './classes/choice.ts';
import type { SheetView } from './sheet/sheetView.ts';
import type { ImageSteps } from './state/imageSteps.ts';
import type { Store } from './state/store.ts';
import { hasSheet, isSheetShown } from './state/store.ts';

/** Keys that work wherever the focused control does not use them. */
export function listenToShortcuts(store: Store, steps: ImageSteps, sheet: SheetView): void {
  window.addEventListener('keydown', (event) => {
    const { key } = event;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isEditing(event.target) || isInFront()) return;
    if (isSheetShown(store.state)) {
      if (!sheet.press(key)) return;
    } else if (key === 'ArrowLeft' && !event.shiftKey) steps.step(-1);
    else if (key === 'ArrowRight' && !event.shiftKey) steps.step(1);
    else if (/^[1-5]$/.test(key)) {
      const classIndex = store.state.loaded?.explanation.ranking[Number(key) - 1];
      if (classIndex === undefined) return;
      chooseClass(store, classIndex);
    } else if (key === 'Escape') {
      if (!goBack(store, steps)) return;
    } else return;
    event.preventDefault();
  });
}

/** From a channel or a contrast to the map of the class, and from there to the sheet. Returns whether there was a way. */
function goBack(store: Store, steps: ImageSteps): boolean {
  const { view, other } = store.state;
  if (!other && view.selectedChannel !== undefined) {
    store.updateView({ selectedChannel: undefined });
  } else if (!other && view.contrastClass !== undefined) {
    store.updateView({ contrastClass: undefined });
  } else if (hasSheet(store.state)) steps.openSheet();
  else return false;
  return true;
}

/** Whether a dialog or a popover is open, which has its own keys. */
function isInFront(): boolean {
  return document.querySelector(':popover-open, dialog[open]') !== null;
}

function isEditing(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest(
      'input, textarea, select, .control-field, .control-dropdown, .accessible-table-scroll',
    ) !== null
  );
}
