import * as vscode from 'vscode';

const CELL = 'vscode-notebook-cell:';

/** The name of a document among a model's Python files: its path, or for a notebook's cell its whole URI. */
export function fileOf(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.toString();
}

/** The reverse of {@link fileOf}. */
export function uriOf(file: string): vscode.Uri {
  return file.startsWith(CELL) ? vscode.Uri.parse(file) : vscode.Uri.file(file);
}

/** Python in a file or in a notebook's cell. */
export const PYTHON: vscode.DocumentSelector = [
  { language: 'python', scheme: 'file' },
  { language: 'python', scheme: 'vscode-notebook-cell' },
];

export function isPython({ languageId, uri }: vscode.TextDocument): boolean {
  return languageId === 'python' && (uri.scheme === 'file' || uri.toString().startsWith(CELL));
}
