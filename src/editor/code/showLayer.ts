import * as vscode from 'vscode';
import { containerFacts } from '../../cam/code/containers/containerFacts.ts';
import type { LinkedModels } from './found/linkedModels.ts';

/**
 * Opens the newest model that was exported from this code, at the layer that the cursor's line makes. If the line calls
 * a block or a Sequential, this is its last layer.
 */
export async function showLayerAtCursor(
  linked: LinkedModels,
  { document, selection }: vscode.TextEditor,
): Promise<void> {
  const line = selection.active.line + 1;
  for (const { code, links, containers } of await linked.of(document)) {
    const [given] = containers.flatMap((one) =>
      one.line === line ? (containerFacts(one.container, code.facts).tensor ?? []) : [],
    );
    const here = links.find((link) => link.line === line && link.node.layer !== undefined);
    const tensor = given ?? here?.node.layer?.tensor;
    if (tensor === undefined) continue;
    await vscode.commands.executeCommand('camLens.showLayer', { modelPath: code.path, tensor });
    return;
  }
  void vscode.window.showInformationMessage(
    vscode.l10n.t('No model in this workspace has a layer exported from line {0}.', line),
  );
}
