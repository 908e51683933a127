import assert from 'node:assert/strict';
import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from './eventually.ts';

const extension = vscode.extensions.getExtension('cam-lens.cam-lens')?.extensionPath ?? '';
const fixtures = path.join(extension, 'test', 'fixtures');
const workspace = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';

describe('Go to code in the extension host', () => {
  before(() => {
    const project = path.join(fixtures, 'code', 'workspace');
    const models = ['exports/helper.dynamo.onnx', 'exports/notebook.dynamo.onnx'];
    for (const name of ['notebooks', 'vision', ...models]) {
      cpSync(path.join(project, name), path.join(workspace, 'code', name), { recursive: true });
    }
    const library = path.join(workspace, '.venv/lib/python3.11/site-packages/flat_library');
    mkdirSync(library, { recursive: true });
    cpSync(path.join(fixtures, 'findings', 'flat_net.py'), path.join(library, 'flat_net.py'));
    const model = path.join(fixtures, 'findings', 'flat_library.onnx');
    cpSync(model, path.join(workspace, 'flat_library.onnx'));
  });

  beforeEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens the file of an installed library where it is installed here, read-only', async () => {
    await goToCode('flat_library.onnx', 'conv2d', 'definition');
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    assert.match(editor.document.uri.path, /site-packages\/flat_library\/flat_net\.py$/);
    assert.equal(
      editor.document.getText(editor.selection).trim(),
      'nn.Conv2d(3, 8, 3, stride=2, padding=1),',
    );
    await vscode.commands.executeCommand('type', { text: 'x' });
    assert.equal(editor.document.isDirty, false, 'it cannot be edited');
  });

  it('opens the cell of a notebook that a model was exported from', async () => {
    const notebook = vscode.Uri.file(path.join(workspace, 'code/notebooks/experiment.ipynb'));
    await vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(notebook));
    await goToCode('code/exports/notebook.dynamo.onnx', 'scores', 'definition');
    await eventually('a cell is active', () => {
      const editor = vscode.window.activeTextEditor;
      return editor?.document.uri.scheme === 'vscode-notebook-cell';
    });
    const editor = vscode.window.activeTextEditor;
    assert.match(editor?.document.getText(editor.selection) ?? '', /^self\.fc = nn\.Linear\(/);
  });

  it('offers lenses above the class of an exported model, and none in other files', async () => {
    const lensesOf = async (file: string) => {
      const uri = vscode.Uri.file(path.join(workspace, 'code/vision/models', file));
      await vscode.window.showTextDocument(uri);
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        uri,
        100,
      );
      return lenses.map(({ range, command }) => `${range.start.line + 1} ${command?.title}`);
    };
    const lenses = await lensesOf('helper.py');
    assert.ok(lenses.includes('7 Show CAM'), lenses.join(', '));
    assert.ok(
      lenses.some((lens) => /^7 Model \(helper\..*onnx/.test(lens)),
      lenses.join(', '),
    );
    assert.deepEqual(await lensesOf('__init__.py'), []);
  });
});

async function goToCode(model: string, tensor: string, part: string): Promise<void> {
  const modelPath = path.join(workspace, model);
  await vscode.commands.executeCommand('camLens.goToCode', { modelPath, tensor, part });
}
