import * as vscode from 'vscode';

/** One of several questions in a row. */
export interface QuickPickStep<Item extends vscode.QuickPickItem> {
  title: string;
  placeholder: string;
  /** Counted from 1. */
  step: number;
  totalSteps: number;
  items: readonly Item[];
  /** The row that the Enter key takes at once. */
  active: Item | undefined;
}

/**
 * Asks one question, with a button back to the previous one.
 * @returns `back` for the button; undefined if the user gave up
 */
export function pickStep<Item extends vscode.QuickPickItem>(
  question: QuickPickStep<Item>,
): Promise<Item | 'back' | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  const { title, placeholder, step, totalSteps, items, active } = question;
  Object.assign(pick, { title, placeholder, step, totalSteps, items });
  pick.ignoreFocusOut = true;
  pick.matchOnDetail = true;
  if (step > 1) pick.buttons = [vscode.QuickInputButtons.Back];
  if (active) pick.activeItems = [active];
  return new Promise((resolve) => {
    pick.onDidTriggerButton(() => {
      resolve('back');
      pick.hide();
    });
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
