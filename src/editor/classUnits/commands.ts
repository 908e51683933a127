import * as vscode from 'vscode';
import type { FolderServices } from '../folder/folderServices.ts';
import { registerFolderPanels } from '../folder/registerFolderPanels.ts';
import { ClassUnitsPanel } from './panel.ts';

/** *Class Units*: one panel for each model. */
export function registerClassUnits(services: FolderServices): vscode.Disposable {
  return registerFolderPanels(services, {
    command: 'camLens.classUnits',
    viewType: 'camLens.classUnits',
    title: (modelName) => vscode.l10n.t('Units: {0}', modelName),
    make: (tab, modelPath) => new ClassUnitsPanel(tab, modelPath, services),
  });
}
