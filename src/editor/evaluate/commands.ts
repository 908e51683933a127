import * as vscode from 'vscode';
import { restoredState, targetOf } from '../folder/panelTarget.ts';
import { requireTrust } from '../workspaceTrust.ts';
import type { EvaluateServices } from './panel.ts';
import { EvaluatePanel } from './panel.ts';

/** *Evaluate Folder*: one panel for each model. */
export function registerEvaluate(services: EvaluateServices): vscode.Disposable {
  const panels = new Map<string, EvaluatePanel>();
  const adopt = (panel: EvaluatePanel): EvaluatePanel => {
    panels.set(panel.modelPath, panel);
    panel.onDidDispose(() => panels.delete(panel.modelPath));
    return panel;
  };
  const evaluate = async (about?: unknown) => {
    if (!(await requireTrust())) return;
    const { modelPath, folder, scanAgain } = targetOf(about);
    const model = modelPath ?? (await services.models.currentOrPick());
    if (model === undefined) return;
    const panel = panels.get(model) ?? adopt(EvaluatePanel.create(model, services));
    await panel.show(folder, scanAgain);
  };
  return vscode.Disposable.from(
    {
      dispose: () => {
        for (const panel of panels.values()) panel.dispose();
      },
    },
    vscode.commands.registerCommand('camLens.evaluateFolder', evaluate),
    vscode.window.registerWebviewPanelSerializer(EvaluatePanel.viewType, {
      deserializeWebviewPanel: async (webviewPanel, state) => {
        const kept = restoredState(state);
        if (kept && !panels.has(kept.modelPath)) {
          await adopt(new EvaluatePanel(webviewPanel, kept.modelPath, services)).restore(kept);
        } else {
          webviewPanel.dispose();
        }
      },
    }),
  );
}
