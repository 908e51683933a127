import type * as vscode from 'vscode';

/** Disposables that end together. One that is added after the end (for example after an `await`) ends at once. */
export class DisposableStore implements vscode.Disposable {
  readonly #items: vscode.Disposable[] = [];
  #isDisposed = false;

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  add(...items: vscode.Disposable[]): void {
    if (this.#isDisposed) for (const item of items) item.dispose();
    else this.#items.push(...items);
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const item of this.#items.splice(0)) item.dispose();
  }
}
