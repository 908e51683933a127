import * as vscode from 'vscode';
import type { LinkedModels } from './linkedModels.ts';

/** Opens the newest model that was exported from this code at the layer that the cursor's line makes. */
export async function showLayerAtCursor(
  linked: LinkedModels,
  { document, selection }: vscode.TextEditor,
): Promise<void> {
  const line = selection.active.line + 1;
  for (const { code, links } of await linked.of(document)) {
    const here = links.find((link) => link.line === line && link.node.layer !== undefined);
    if (!here?.node.layer) continue;
    const { tensor } = here.node.layer;
    await vscode.commands.executeCommand('camLens.showLayer', { modelPath: code.path, tensor });
    return;
  }
  void vscode.window.showInformationMessage(
    vscode.l10n.t('No layer of a model in this workspace was exported from line {0}.', line),
  );
}
