import * as vscode from 'vscode';

/**
 * Calls back when a document was saved by a person, or because they left it. What is saved automatically a moment after
 * each change does not count, as for formatting: half a line would be exported.
 */
export function explicitSaves(onSave: (document: vscode.TextDocument) => void): vscode.Disposable {
  const automatic = new WeakSet<vscode.TextDocument>();
  return vscode.Disposable.from(
    vscode.workspace.onWillSaveTextDocument(({ document, reason }) => {
      if (reason === vscode.TextDocumentSaveReason.AfterDelay) automatic.add(document);
      else automatic.delete(document);
    }),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (!automatic.delete(document)) onSave(document);
    }),
  );
}
