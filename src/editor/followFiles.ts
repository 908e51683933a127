import path from 'node:path';
import * as vscode from 'vscode';

/** Quiet time after the last change: exporters write a file in several steps. */
const QUIET_MS = 250;

/** Calls back when one of a set of files changes on disk; the set can be replaced. */
export class FileFollower implements vscode.Disposable {
  readonly #onChange: () => void;
  #files = '';
  #watchers: vscode.Disposable[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  follow(files: string[]): void {
    const unique = [...new Set(files)].sort();
    if (unique.join('\n') === this.#files) return;
    this.#files = unique.join('\n');
    for (const watcher of this.#watchers) watcher.dispose();
    this.#watchers = unique.map((file) => this.#watch(file));
  }

  #watch(file: string): vscode.Disposable {
    const folder = vscode.Uri.file(path.dirname(file));
    const name = path.basename(file).replaceAll(/[[\]{}*?]/g, '[$&]');
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(folder, name),
    );
    const changed = () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(this.#onChange, QUIET_MS);
    };
    watcher.onDidChange(changed);
    watcher.onDidCreate(changed);
    watcher.onDidDelete(changed);
    return watcher;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers) watcher.dispose();
  }
}
