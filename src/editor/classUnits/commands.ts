import * as vscode from 'vscode';
import { restoredState, targetOf } from '../folder/panelTarget.ts';
import { requireTrust } from '../workspaceTrust.ts';
import type { ClassUnitsServices } from './panel.ts';
import { ClassUnitsPanel } from './panel.ts';

/** *Class Units*: one panel for each model. */
export function registerClassUnits(services: ClassUnitsServices): vscode.Disposable {
  const panels = new Map<string, ClassUnitsPanel>();
  const adopt = (panel: ClassUnitsPanel): ClassUnitsPanel => {
    panels.set(panel.modelPath, panel);
    panel.onDidDispose(() => panels.delete(panel.modelPath));
    return panel;
  };
  const classUnits = async (about?: unknown) => {
    if (!(await requireTrust())) return;
    const { modelPath, ...choice } = targetOf(about);
    const model = modelPath ?? (await services.models.currentOrPick());
    if (model === undefined) return;
    const panel = panels.get(model) ?? adopt(ClassUnitsPanel.create(model, services));
    await panel.show(choice);
  };
  return vscode.Disposable.from(
    {
      dispose: () => {
        for (const panel of panels.values()) panel.dispose();
      },
    },
    vscode.commands.registerCommand('camLens.classUnits', classUnits),
    vscode.window.registerWebviewPanelSerializer(ClassUnitsPanel.viewType, {
      deserializeWebviewPanel: async (webviewPanel, state) => {
        const kept = restoredState(state);
        if (kept && !panels.has(kept.modelPath)) {
          await adopt(new ClassUnitsPanel(webviewPanel, kept.modelPath, services)).restore(kept);
        } else {
          webviewPanel.dispose();
        }
      },
    }),
  );
}
