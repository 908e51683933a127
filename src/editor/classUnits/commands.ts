import { statSync } from 'node:fs';
import * as vscode from 'vscode';
import type { ClassUnitsState } from '../../protocol/classUnits.ts';
import { requireTrust } from '../workspaceTrust.ts';
import type { ClassUnitsChoice, ClassUnitsServices } from './panel.ts';
import { ClassUnitsPanel } from './panel.ts';

/** The units of a model, as a page or a list asks for them. */
interface ClassUnitsTarget extends ClassUnitsChoice {
  modelPath: string;
}

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

/** A folder or a model of the explorer, a page's request, or nothing (from the palette). */
function targetOf(about: unknown): Partial<ClassUnitsTarget> {
  if (about instanceof vscode.Uri) {
    if (about.scheme !== 'file') return {};
    if (about.path.toLowerCase().endsWith('.onnx')) return { modelPath: about.fsPath };
    return isFolder(about.fsPath) ? { folder: about.fsPath } : {};
  }
  const { modelPath, folder, classIndex, scanAgain } = (about ?? {}) as Partial<ClassUnitsTarget>;
  if (typeof modelPath !== 'string') return {};
  return {
    modelPath,
    ...(typeof folder === 'string' ? { folder } : {}),
    ...(typeof classIndex === 'number' ? { classIndex } : {}),
    ...(scanAgain === true ? { scanAgain } : {}),
  };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** State that a page saved before a reload, if it has the expected form; the page itself checks `view`. */
function restoredState(state: unknown): ClassUnitsState | undefined {
  const { modelPath, folder, view } = (state ?? {}) as Partial<ClassUnitsState>;
  if (typeof modelPath !== 'string' || typeof view !== 'object' || view === null) return undefined;
  return { modelPath, folder: typeof folder === 'string' ? folder : undefined, view };
}
