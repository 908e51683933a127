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
    const models = ['helper', 'nested', 'notebook'].map((name) => `exports/${name}.dynamo.onnx`);
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

  it('shows the output of a container or helper method at its call and definition', async () => {
    const layer1 =
      /\*\*layer1\*\*.*nested.*output \*\*6 × 2 × 2\*\* · stride \*\*8\*\*.*layers \*\*11\*\*/s;
    const atCall = await hoverAt('nested.py', 37, 'layer1');
    assert.match(atCall, layer1);
    assert.match(atCall, /Show in model.*Go to definition/s);
    assert.doesNotMatch(atCall, /conv/, 'not each of the layers inside');
    const atDefinition = await hoverAt('nested.py', 24, 'layer1');
    assert.match(atDefinition, layer1);
    assert.match(atDefinition, /Go to call/);
    assert.match(await hoverAt('nested.py', 24, 'Block'), /layer1\\\.0.*layer1\\\.1/s);
    assert.match(await hoverAt('helper.py', 37, 'forward_features'), /output \*\*8 × 4 × 4\*\*/);
    assert.equal(await hoverAt('helper.py', 37, 'x'), '');
    const block = await hoverAt('blocks.py', 28, 'first');
    assert.match(block, /layer1\\\.0\\\.first.*layer1\\\.1\\\.first.*layer2\\\.0\\\.first/s);
    assert.match(
      await hoverAt('blocks.py', 14, 'conv'),
      /and 3 more|stem.*layer1/s,
      'layers inside',
    );
  });

  it('writes the shape behind the call of a container', async () => {
    const settings = vscode.workspace.getConfiguration('camLens');
    await settings.update('shapeHints', true, vscode.ConfigurationTarget.Workspace);
    try {
      assert.deepEqual((await hintsOf('nested.py')).sort(), [
        '15 → [8]',
        '16 → [5]',
        '35 → 4 × 8 × 8',
        '36 → 4 × 4 × 4',
        '37 → 6 × 2 × 2',
        '38 → 8 × 1 × 1',
        '39 → [5]',
      ]);
      const inBlocks = await hintsOf('blocks.py');
      assert.ok(inBlocks.includes('28 → 4 × 4 × 4, 6 × 2 × 2'), inBlocks.join('; '));
    } finally {
      await settings.update('shapeHints', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('opens the model at the last layer of the container that the line calls', async () => {
    const uri = pythonFile('nested.py');
    const editor = await vscode.window.showTextDocument(uri);
    await hoverAt('nested.py', 37, 'layer1');
    editor.selection = new vscode.Selection(36, 0, 36, 0);
    await vscode.commands.executeCommand('camLens.showLayerAtCursor');
    await eventually('the model is open', () => {
      const { activeTab } = vscode.window.tabGroups.activeTabGroup;
      return activeTab?.label === 'nested.dynamo.onnx';
    });
  });
});

function pythonFile(name: string): vscode.Uri {
  return vscode.Uri.file(path.join(workspace, 'code/vision/models', name));
}

/** The text of the hovers at the first place of a word in a line; the line counts from 1. */
async function hoverAt(file: string, line: number, word: string): Promise<string> {
  const uri = pythonFile(file);
  const document = await vscode.workspace.openTextDocument(uri);
  const at = document.lineAt(line - 1).text.search(new RegExp(`\\b${word}\\b`));
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    new vscode.Position(line - 1, at),
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
    .join('\n');
}

/** Inlay hints with their lines, from 1. */
async function hintsOf(file: string): Promise<string[]> {
  const document = await vscode.workspace.openTextDocument(pythonFile(file));
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    new vscode.Range(0, 0, document.lineCount, 0),
  );
  return hints.map(({ position, label }) => `${position.line + 1} ${String(label)}`);
}

async function goToCode(model: string, tensor: string, part: string): Promise<void> {
  const modelPath = path.join(workspace, model);
  await vscode.commands.executeCommand('camLens.goToCode', { modelPath, tensor, part });
}
