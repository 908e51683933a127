import * as vscode from 'vscode';

/** When a document (or a cell's notebook) was last saved, in milliseconds since 1970. */
export async function writtenMs({ uri }: vscode.TextDocument): Promise<number> {
  try {
    return (await vscode.workspace.fs.stat(vscode.Uri.file(uri.fsPath))).mtime;
  } catch {
    return 0;
  }
}
