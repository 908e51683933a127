import * as vscode from 'vscode';

/** The setting `camLens.useColourProfile`. */
export function usesColourProfile(): boolean {
  return vscode.workspace.getConfiguration().get('camLens.useColourProfile', false);
}
