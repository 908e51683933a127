import * as vscode from 'vscode';
import { CamError } from '../../cam/base/errors.ts';
import type { GapModelOptions } from '../../cam/gapModels/gapModel.ts';
import { gapModelSource, gapModelStem } from '../../cam/gapModels/gapModel.ts';
import { askForModel } from './modelQuestions.ts';
import { writeNewFile } from './newFile.ts';
import { offerToRun } from './runScript.ts';
import { targetFolder } from './targetFolder.ts';

const REMEMBERED = 'camLens.newModel';

/** *New GAP Model*: writes a Python file that defines, trains and exports a network of the user's choice. */
export function registerNewModelCommand(context: vscode.ExtensionContext): vscode.Disposable {
  return vscode.commands.registerCommand('camLens.newModel', async (clicked?: unknown) => {
    const remembered = context.globalState.get<Partial<GapModelOptions>>(REMEMBERED) ?? {};
    const options = await askForModel(remembered);
    if (!options) return;
    await context.globalState.update(REMEMBERED, options);
    const folder = await targetFolder(clicked);
    if (folder === undefined) return;
    try {
      const file = await writeNewFile(folder, gapModelStem(options), '.py', (stem) =>
        gapModelSource(options, stem),
      );
      await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: false });
      void offerToRun(file);
    } catch (error) {
      const { message, nextAction } = CamError.toData(error);
      await vscode.window.showErrorMessage(`${message} ${nextAction}`);
    }
  });
}
