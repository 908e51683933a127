import { statSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';

/**
 * The folder for a new file: the clicked folder of the explorer (or the clicked file's folder), else the workspace's,
 * else one that the user chooses.
 * @returns absolute path; undefined if none was chosen
 */
export async function targetFolder(clicked: unknown): Promise<string | undefined> {
  if (clicked instanceof vscode.Uri && clicked.scheme === 'file') {
    const isFolder = statSync(clicked.fsPath, { throwIfNoEntry: false })?.isDirectory();
    return isFolder ? clicked.fsPath : path.dirname(clicked.fsPath);
  }
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 1) {
    const chosen = await vscode.window.showWorkspaceFolderPick({
      placeHolder: vscode.l10n.t('Folder for the new model'),
    });
    return chosen?.uri.fsPath;
  }
  if (folders[0]) return folders[0].uri.fsPath;
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Folder for the new model'),
      canSelectFolders: true,
      canSelectFiles: false,
    })) ?? [];
  return chosen?.fsPath;
}
