import path from 'node:path';
import * as vscode from 'vscode';

/**
 * Calls back on every event of any of the files. It watches their folders, so it still works after a file is deleted
 * and created again or replaced by another; also outside the workspace.
 */
export function watchFiles(files: string[], onChange: () => void): vscode.Disposable {
  const byFolder = new Map<string, string[]>();
  for (const file of files) {
    const folder = path.dirname(file);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), path.basename(file)]);
  }
  return vscode.Disposable.from(
    ...[...byFolder].flatMap(([folder, names]) =>
      patternsOf(names).map((pattern) => watch(folder, pattern, onChange)),
    ),
  );
}

/**
 * Calls back with each of these files that changes, appears or is deleted. Of hundreds of files in a few folders, only
 * the folders are watched.
 */
export function watchEach(
  files: readonly string[],
  onChange: (file: string) => void,
): vscode.Disposable {
  const wanted = new Set(files);
  const report = ({ fsPath }: vscode.Uri) => {
    if (wanted.has(fsPath)) onChange(fsPath);
  };
  const folders = [...new Set(files.map((file) => path.dirname(file)))];
  return vscode.Disposable.from(...folders.map((folder) => watch(folder, '*', report)));
}

/** One pattern for all names that are no patterns themselves: a watcher costs more than a name. */
function patternsOf(names: readonly string[]): string[] {
  const plain = names.filter((name) => !/[[\]{}*?,]/.test(name));
  const others = names.filter((name) => !plain.includes(name));
  const quoted = others.map((name) => name.replaceAll(/[[\]{}*?]/g, '[$&]'));
  return plain.length > 1 ? [`{${plain.join(',')}}`, ...quoted] : [...plain, ...quoted];
}

function watch(
  folder: string,
  pattern: string,
  onChange: (file: vscode.Uri) => void,
): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(
    new vscode.RelativePattern(vscode.Uri.file(folder), pattern),
  );
  watcher.onDidChange(onChange);
  watcher.onDidCreate(onChange);
  watcher.onDidDelete(onChange);
  return watcher;
}
