import * as vscode from 'vscode';

/**
 * Tells of documents that a user has saved, or left. What is saved automatically a moment after each change does not
 * count, as for formatting: half a line would be exported.
 */
export class ExplicitSaves implements vscode.Disposable {
  readonly #onSave: (document: vscode.TextDocument) => void;
  readonly #automatic = new WeakSet<vscode.TextDocument>();
  #subscriptions: vscode.Disposable[] = [];

  constructor(onSave: (document: vscode.TextDocument) => void) {
    this.#onSave = onSave;
  }

  /** Listens from now on, or no more. */
  listen(isOn: boolean): void {
    this.dispose();
    if (!isOn) return;
    // Only where it matters: every save waits for those who want to know of it before.
    if (savesAfterDelay()) this.#subscriptions.push(this.#noticeAutomaticOnes());
    this.#subscriptions.push(
      vscode.workspace.onDidSaveTextDocument((document) => {
        if (!this.#automatic.delete(document)) this.#onSave(document);
      }),
    );
  }

  dispose(): void {
    for (const subscription of this.#subscriptions.splice(0)) subscription.dispose();
  }

  #noticeAutomaticOnes(): vscode.Disposable {
    return vscode.workspace.onWillSaveTextDocument(({ document, reason }) => {
      if (reason === vscode.TextDocumentSaveReason.AfterDelay) this.#automatic.add(document);
      else this.#automatic.delete(document);
    });
  }
}

function savesAfterDelay(): boolean {
  return (vscode.workspace.workspaceFolders ?? []).some(({ uri }) => {
    const files = vscode.workspace.getConfiguration('files', { uri, languageId: 'python' });
    return files.get('autoSave') === 'afterDelay';
  });
}
