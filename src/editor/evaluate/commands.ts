import * as vscode from 'vscode';
import type { FolderServices } from '../folder/folderServices.ts';
import { registerFolderPanels } from '../folder/registerFolderPanels.ts';
import { EvaluatePanel } from './panel.ts';

/** *Evaluate Folder*: one panel for each model. */
export function registerEvaluate(services: FolderServices): vscode.Disposable {
  return registerFolderPanels(services, {
    command: 'camLens.evaluateFolder',
    viewType: 'camLens.evaluate',
    title: (modelName) => vscode.l10n.t('Evaluation: {0}', modelName),
    make: (tab, modelPath) => new EvaluatePanel(tab, modelPath, services),
  });
}
