import * as vscode from 'vscode';

/** When a document was saved last, in milliseconds since 1970; for a cell, its notebook. */
export async function writtenMs({ uri }: vscode.TextDocument): Promise<number> {
  try {
    return (await vscode.workspace.fs.stat(vscode.Uri.file(uri.fsPath))).mtime;
  } catch {
    return 0;
  }
}
