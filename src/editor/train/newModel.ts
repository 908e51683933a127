import * as vscode from 'vscode';
import type { NewModelView } from '../../protocol/train.ts';

/**
 * Opens a view of a model that was just written.
 * @param folder of the images that it has learned from, absolute
 */
export async function openNewModel(
  modelPath: string,
  folder: string,
  view: NewModelView,
): Promise<void> {
  if (view === 'model') {
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(modelPath));
    return;
  }
  const command = view === 'classUnits' ? 'camLens.classUnits' : 'camLens.evaluateFolder';
  await vscode.commands.executeCommand(command, { modelPath, folder });
}
