import path from 'node:path';
import * as vscode from 'vscode';
import type { ModelChoice } from './modelChoice.ts';

/** Shows the model in use in the status bar; a click changes it. */
export function registerModelStatusBar(models: ModelChoice): vscode.Disposable {
  const item = vscode.window.createStatusBarItem(
    'camLens.model',
    vscode.StatusBarAlignment.Right,
    90,
  );
  item.name = vscode.l10n.t('CAM Lens Model');
  item.command = 'camLens.chooseModel';
  const update = (model: string | undefined) => {
    if (model === undefined) return item.hide();
    item.text = `$(eye) ${path.basename(model)}`;
    item.tooltip = vscode.l10n.t('Class activation maps use {0}. Click to change.', model);
    item.show();
  };
  update(models.current());
  return vscode.Disposable.from(item, models.onDidChange(update));
}
