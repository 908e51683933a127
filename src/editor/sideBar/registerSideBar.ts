import path from 'node:path';
import * as vscode from 'vscode';
import { CamError } from '../../cam/base/errors.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { ScannedFolder, ScannedFolders } from '../folder/scannedFolders.ts';
import type { ModelChoice } from '../models/modelChoice.ts';
import type { ModelVariants } from '../models/modelVariant.ts';
import { FoldersTree } from './foldersTree.ts';
import { ModelsTree } from './modelsTree.ts';
import { Verdicts } from './verdicts.ts';

export interface SideBarServices {
  context: vscode.ExtensionContext;
  engine: EngineClient;
  /** Finds the verdicts, so that nothing that is shown waits for them. */
  scanEngine: EngineClient;
  models: ModelChoice;
  variants: ModelVariants;
  scans: ScannedFolders;
}

/** The lists of the activity bar's view: where to start, the models, the scanned folders. */
export function registerSideBar(services: SideBarServices): vscode.Disposable {
  const { context, engine, scanEngine, models, variants, scans } = services;
  const register = vscode.commands.registerCommand;
  return vscode.Disposable.from(
    new ModelsTree(models, variants, new Verdicts(context, scanEngine, variants)),
    new FoldersTree(scans),
    // Its welcome text is all that it shows.
    vscode.window.registerTreeDataProvider('camLens.start', {
      getChildren: () => [],
      getTreeItem: (none: never) => none,
    }),
    register('camLens.openModel', async () => {
      const model = await models.pickToOpen();
      if (model === undefined) return;
      await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(model));
    }),
    register('camLens.useModel', (model: vscode.Uri) => models.use(model.fsPath)),
    register('camLens.classUnitsOfModel', (model: vscode.Uri) =>
      vscode.commands.executeCommand('camLens.classUnits', model),
    ),
    register('camLens.evaluateWithModel', (model: vscode.Uri) =>
      vscode.commands.executeCommand('camLens.evaluateFolder', model),
    ),
    register('camLens.trainFromModel', (model: vscode.Uri) =>
      vscode.commands.executeCommand('camLens.trainClasses', model),
    ),
    register('camLens.revealModel', (model: vscode.Uri) =>
      vscode.commands.executeCommand('revealInExplorer', model),
    ),
    register('camLens.scanAgain', ({ model, folder }: ScannedFolder) => {
      const target = { modelPath: model, folder, scanAgain: true };
      return vscode.commands.executeCommand('camLens.classUnits', target);
    }),
    register('camLens.evaluateScan', ({ model, folder }: ScannedFolder) =>
      vscode.commands.executeCommand('camLens.evaluateFolder', { modelPath: model, folder }),
    ),
    register('camLens.forgetScan', (scan: ScannedFolder) => forgetScan(scan, engine, scans)),
  );
}

/** Deletes what a scan has found, if the user confirms it. */
async function forgetScan(
  scan: ScannedFolder,
  engine: EngineClient,
  scans: ScannedFolders,
): Promise<void> {
  const { folder, indexFolder, model } = scan;
  const remove = vscode.l10n.t('Delete Results');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'Delete the scan results of “{0}” for {1}?',
      path.basename(folder),
      path.basename(model),
    ),
    {
      modal: true,
      detail: vscode.l10n.t('The images stay. Another scan makes the results again.'),
    },
    remove,
  );
  if (answer !== remove) return;
  try {
    await engine.call('removeIndex', [{ indexFolder, folder }]);
    await scans.forget(scan);
  } catch (error) {
    const { message, nextAction } = CamError.toData(error);
    await vscode.window.showErrorMessage(`${message} ${nextAction}`);
  }
}
