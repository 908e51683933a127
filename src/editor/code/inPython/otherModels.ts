import path from 'node:path';
import * as vscode from 'vscode';
import type { ModelChoice } from '../../models/modelChoice.ts';

/** `2 other models…` */
export function otherModelsText(count: number): string {
  return count === 1
    ? vscode.l10n.t('1 other model…')
    : vscode.l10n.t('{0} other models…', count.toLocaleString());
}

/** Offers the other models of a line of code; the chosen one becomes the model in use, so the line shows it. */
export async function pickOtherModel(
  models: ModelChoice,
  { modelPaths }: { modelPaths: readonly string[] },
): Promise<void> {
  const items = modelPaths.map((file) => ({
    label: path.basename(file),
    description: vscode.workspace.asRelativePath(path.dirname(file)),
    file,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Other models of this code'),
    placeHolder: vscode.l10n.t('Choose the model to use from now on'),
  });
  if (chosen) await models.use(chosen.file);
}
