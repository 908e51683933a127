import * as vscode from 'vscode';
import type { PinsOf } from '../cam/pins/pinsFile.ts';

/** Whose pins are meant for a model: those of its workspace folder, else of the first; undefined without any folder. */
export function pinsOf(model: string): PinsOf | undefined {
  const own = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(model));
  const folder = own ?? vscode.workspace.workspaceFolders?.[0];
  return folder && { folder: folder.uri.fsPath, model };
}
