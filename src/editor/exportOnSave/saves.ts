import * as vscode from 'vscode';

/**
 * Reports documents that the user has saved or left. Auto save after a delay does not count (nor does it for
 * formatting): it would export half a line.
 */
export class ExplicitSaves implements vscode.Disposable {
  readonly #onSave: (document: vscode.TextDocument) => void;
  readonly #automatic = new WeakSet<vscode.TextDocument>();
  #subscriptions: vscode.Disposable[] = [];

  constructor(onSave: (document: vscode.TextDocument) => void) {
    this.#onSave = onSave;
  }

  /** Starts or stops listening. */
  listen(isOn: boolean): void {
    this.dispose();
    if (!isOn) return;
    // Only if needed: every save waits for the listeners of this event.
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
