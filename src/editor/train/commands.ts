import * as vscode from 'vscode';
import type { FolderServices } from '../folder/folderServices.ts';
import { registerFolderPanels } from '../folder/registerFolderPanels.ts';
import { TrainPanel } from './panel.ts';

/** *Train Classes on This Folder*: one panel for each model whose features are learned from. */
export function registerTrain(services: FolderServices): vscode.Disposable {
  return registerFolderPanels(services, {
    command: 'camLens.trainClasses',
    viewType: 'camLens.train',
    title: (modelName) => vscode.l10n.t('Train: {0}', modelName),
    make: (tab, modelPath) => new TrainPanel(tab, modelPath, services),
  });
}
