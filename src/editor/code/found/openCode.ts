import path from 'node:path';
import * as vscode from 'vscode';
import type { SourceLine } from '../../../cam/code/python/codeLink.ts';
import { uriOf } from './documentFile.ts';
import { isInstalled } from './installedLibraries.ts';

/**
 * Opens a line of Python code and selects it. A file of an installed library opens read-only.
 * @param beside whether the active editor, for example a panel, stays visible
 */
export async function openCode({ file, line }: SourceLine, beside: boolean): Promise<void> {
  const uri = uriOf(file);
  const document = await openDocument(uri);
  const text = document.lineAt(Math.min(line, document.lineCount) - 1);
  const selection = new vscode.Range(
    text.lineNumber,
    text.firstNonWhitespaceCharacterIndex,
    text.lineNumber,
    text.range.end.character,
  );
  if (document.uri.scheme === 'vscode-notebook-cell') return openCell(document, selection);
  const editor = await vscode.window.showTextDocument(document, {
    selection,
    preview: true,
    viewColumn: beside ? columnForCode(uri) : vscode.ViewColumn.Active,
  });
  editor.revealRange(selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  if (isInstalled(file)) {
    await vscode.commands.executeCommand('workbench.action.files.setActiveEditorReadonlyInSession');
  }
}

async function openDocument(uri: vscode.Uri): Promise<vscode.TextDocument> {
  const open = vscode.workspace.textDocuments.find(
    ({ uri: own }) => own.path === uri.path && own.toString() === uri.toString(),
  );
  return open ?? vscode.workspace.openTextDocument(uri);
}

async function openCell(document: vscode.TextDocument, selection: vscode.Range): Promise<void> {
  const notebook = vscode.workspace.notebookDocuments.find((candidate) =>
    candidate.getCells().some((cell) => cell.document === document),
  );
  const cell = notebook?.getCells().find((candidate) => candidate.document === document);
  if (!notebook || !cell) return;
  const range = new vscode.NotebookRange(cell.index, cell.index + 1);
  await vscode.window.showNotebookDocument(notebook, { selections: [range] });
  await vscode.window.showTextDocument(document, { selection });
}

/**
 * The column where the file is already open, else the first one that shows text, else the one beside the active one.
 */
function columnForCode(uri: vscode.Uri): vscode.ViewColumn {
  const groups = vscode.window.tabGroups.all;
  const open = groups.find(({ tabs }) =>
    tabs.some(
      ({ input }) =>
        input instanceof vscode.TabInputText && input.uri.toString() === uri.toString(),
    ),
  );
  if (open) return open.viewColumn;
  const withText = vscode.window.visibleTextEditors.find(
    ({ viewColumn }) => viewColumn !== undefined,
  );
  if (withText?.viewColumn !== undefined) return withText.viewColumn;
  const active = vscode.window.tabGroups.activeTabGroup.viewColumn;
  return (
    groups.find(({ viewColumn }) => viewColumn !== active)?.viewColumn ?? vscode.ViewColumn.Beside
  );
}

/** `models/gapnet.py:28` for display. */
export function placeText({ file, line }: SourceLine): string {
  const uri = uriOf(file);
  const name =
    uri.scheme === 'file' ? vscode.workspace.asRelativePath(file) : path.basename(uri.path);
  return `${name}:${line}`;
}
