import path from 'node:path';
import * as vscode from 'vscode';

/**
 * Calls back on every event of any of the files. It watches their folders, so it still works after a file is deleted
 * and created again or replaced by another; also outside the workspace.
 */
export function watchFiles(files: string[], onChange: () => void): vscode.Disposable {
  return vscode.Disposable.from(...files.map((file) => watchFile(file, onChange)));
}

function watchFile(file: string, onChange: () => void): vscode.Disposable {
  const folder = vscode.Uri.file(path.dirname(file));
  const name = path.basename(file).replaceAll(/[[\]{}*?]/g, '[$&]');
  const watcher = vscode.workspace.createFileSystemWatcher(
    new vscode.RelativePattern(folder, name),
  );
  watcher.onDidChange(onChange);
  watcher.onDidCreate(onChange);
  watcher.onDidDelete(onChange);
  return watcher;
}
