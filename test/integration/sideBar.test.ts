import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { engineProcessIds } from './engineProcess.ts';
import { eventually } from './eventually.ts';

describe("The activity bar's view in the extension host", () => {
  it('asks no engine before it is visible', async function () {
    if (process.platform !== 'linux') {
      console.log('Not tested here: processes are found through /proc.');
      this.skip();
    }
    await vscode.commands.executeCommand('workbench.view.explorer');
    const before = engineProcessIds().length;
    await vscode.commands.executeCommand('camLens.models.focus');
    await eventually('an engine finds verdicts', () => engineProcessIds().length > before);
  });

  it('makes a model of its list the one in use', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const model = vscode.Uri.joinPath(folder.uri, 'scenes-gmp.onnx');
    await vscode.commands.executeCommand('camLens.useModel', model);
    await vscode.commands.executeCommand('camLens.editPreprocessing');
    const file = vscode.window.activeTextEditor?.document.uri.fsPath ?? '';
    assert.equal(path.basename(file), 'scenes-gmp.cam.json');
  });
});
