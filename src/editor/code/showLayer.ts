import * as vscode from 'vscode';
import { containerFacts } from '../../cam/code/containers/containerFacts.ts';
import type { ModelChoice } from '../models/modelChoice.ts';
import { shownModel } from './found/currentModel.ts';
import type { LinkedModels } from './found/linkedModels.ts';

/**
 * Opens a model that was exported from this code, at the layer that the cursor's line makes: the model in use, else the
 * newest. If the line calls a block or a Sequential, this is its last layer.
 */
export async function showLayerAtCursor(
  { linked, models }: { linked: LinkedModels; models: ModelChoice },
  { document, selection }: vscode.TextEditor,
): Promise<void> {
  const line = selection.active.line + 1;
  const made = (await linked.of(document)).flatMap(({ code, links, containers }) => {
    const [given] = containers.flatMap((one) =>
      one.line === line ? (containerFacts(one.container, code.facts).tensor ?? []) : [],
    );
    const here = links.find((link) => link.line === line && link.node.layer !== undefined);
    const tensor = given ?? here?.node.layer?.tensor;
    return tensor === undefined ? [] : [{ path: code.path, tensor }];
  });
  const { shown } = shownModel(made, models.current());
  if (shown) {
    const { path: modelPath, tensor } = shown;
    await vscode.commands.executeCommand('camLens.showLayer', { modelPath, tensor });
    return;
  }
  void vscode.window.showInformationMessage(
    vscode.l10n.t('No model in this workspace has a layer exported from line {0}.', line),
  );
}
