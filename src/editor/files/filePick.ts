import path from 'node:path';
import * as vscode from 'vscode';

/** A row of a list of files; a row without a file lets the user browse. */
export interface FileItem extends vscode.QuickPickItem {
  file?: string;
}

/** Absolute paths of the workspace's files that match a pattern, sorted, without installed packages. */
export async function findFiles(pattern: vscode.GlobPattern, limit: number): Promise<string[]> {
  const found = await vscode.workspace.findFiles(
    pattern,
    '**/{node_modules,.git,.venv,venv}/**',
    limit,
  );
  return found.map((uri) => uri.fsPath).sort();
}

/** The row of a file: its name, its folder in the workspace, an icon. */
export function fileItem(file: string, icon: string): FileItem {
  const folder = path.dirname(vscode.workspace.asRelativePath(file));
  return {
    label: path.basename(file),
    description: folder === '.' ? '' : folder,
    file,
    iconPath: new vscode.ThemeIcon(icon),
  };
}

/** Texts of a list of files and of the dialog behind its last row. */
export interface FilePick {
  title: string;
  placeHolder: string;
  dialog: vscode.OpenDialogOptions;
}

/**
 * Lets the user choose one of the files, or any other.
 * @returns absolute path; undefined if none was chosen
 */
export async function pickFile(
  items: Promise<FileItem[]>,
  { title, placeHolder, dialog }: FilePick,
): Promise<string | undefined> {
  const browse: FileItem = {
    label: vscode.l10n.t('Browse…'),
    iconPath: new vscode.ThemeIcon('folder-opened'),
    alwaysShow: true,
  };
  const all = items.then((files) => [...files, browse]);
  const options = { title, placeHolder, matchOnDescription: true };
  const chosen = await vscode.window.showQuickPick(all, options);
  if (!chosen) return undefined;
  if (chosen.file !== undefined) return chosen.file;
  const [file] = (await vscode.window.showOpenDialog(dialog)) ?? [];
  return file?.fsPath;
}
