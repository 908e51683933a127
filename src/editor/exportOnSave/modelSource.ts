import * as vscode from 'vscode';

/** Whether the text of a document is the source of a model, so that saving it exports the model again. */
export type IsModelSource = (document: vscode.TextDocument) => boolean | Promise<boolean>;

const EXPORTS = /\btorch\.onnx\b/;
const DEFINES_MODULE = /^[ \t]*class\s+\w+\s*\([^)]{0,500}\bModule\b/m;

/** Whether a Python file exports a model or defines a module, judged by its text alone. */
export function looksLikeModelSource(document: vscode.TextDocument): boolean {
  if (document.languageId !== 'python' || document.uri.scheme !== 'file') return false;
  const text = document.getText();
  return EXPORTS.test(text) || DEFINES_MODULE.test(text);
}

/** Whether a document matches one of the globs, relative to the folder. */
export function isAmong(
  globs: readonly string[],
  document: vscode.TextDocument,
  folder: vscode.WorkspaceFolder,
): boolean {
  return globs.some((glob) => {
    const pattern = new vscode.RelativePattern(folder, glob);
    return vscode.languages.match({ pattern }, document) > 0;
  });
}
