import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from './eventually.ts';

describe('The schema of sidecars', () => {
  const cases: [what: string, content: unknown, message: RegExp][] = [
    ['an unknown key', { label: 'labels.txt' }, /label is not allowed/],
    ['a wrong type', { preprocessing: { scale: 'centre' } }, /Expected "number"/],
  ];
  for (const [what, content, message] of cases) {
    it(`reports ${what} in a .cam.json document`, async () => {
      const [folder] = vscode.workspace.workspaceFolders ?? [];
      assert.ok(folder);
      const uri = vscode.Uri.joinPath(folder.uri, `${what.replaceAll(' ', '-')}.cam.json`);
      await vscode.workspace.fs.writeFile(uri, Buffer.from(JSON.stringify(content)));
      await vscode.window.showTextDocument(uri);
      await eventually('the problem', () =>
        vscode.languages.getDiagnostics(uri).some(({ message: problem }) => message.test(problem)),
      );
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    });
  }

  it('accepts the sample', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder.uri, 'scenes-gap.cam.json');
    await vscode.window.showTextDocument(uri);
    // Long enough: the cases above show that a problem is found.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    assert.deepEqual(vscode.languages.getDiagnostics(uri), []);
  });
});

describe('The schema of pinned images', () => {
  it('reports an invalid class', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder.uri, '.vscode', 'cam-lens.pins.json');
    const pins = { 'scenes-gap.onnx': { 'pictures/beach/beach-01.png': { expected: '' } } };
    await vscode.workspace.fs.writeFile(uri, Buffer.from(JSON.stringify({ pins })));
    await vscode.window.showTextDocument(uri);
    await eventually('the problem', () =>
      vscode.languages
        .getDiagnostics(uri)
        .some(({ message }) => /shorter than the minimum length/.test(message)),
    );
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(uri);
  });
});
