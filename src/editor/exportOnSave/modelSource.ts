import * as vscode from 'vscode';

/** Whether the text of a document is the source of a model, so that saving it exports the model anew. */
export type IsModelSource = (document: vscode.TextDocument) => boolean | Promise<boolean>;

const EXPORTS = /\btorch\.onnx\b/;
const DEFINES_MODULE = /^[ \t]*class\s+\w+\s*\([^)]{0,500}\bModule\b/m;

/** A Python file that exports a model or defines a module. Only its text is looked at. */
export function looksLikeModelSource(document: vscode.TextDocument): boolean {
  if (document.languageId !== 'python' || document.uri.scheme !== 'file') return false;
  const text = document.getText();
  return EXPORTS.test(text) || DEFINES_MODULE.test(text);
}

/** Whether a document is one of the files that the globs name, relative to the folder. */
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
