import path from 'node:path';
import * as vscode from 'vscode';
import type { FolderPageState } from '../../protocol/folder.ts';
import { requireTrust } from '../workspaceTrust.ts';
import type { FolderServices } from './folderServices.ts';
import type { PanelChoice } from './panelTarget.ts';
import { restoredState, targetOf } from './panelTarget.ts';

/** A panel about a folder under one model. */
interface FolderPanel extends vscode.Disposable {
  readonly onDidDispose: vscode.Event<void>;
  /** Shows what the user chose when giving the command; what is left out stays as it is. */
  show(choice: PanelChoice): Promise<void>;
  /** Brings a panel back after a window reload. */
  restore(state: FolderPageState): Promise<void>;
}

/** One feature that has such panels. */
interface FolderPanels {
  /** Opens a panel. */
  command: string;
  viewType: string;
  /** Title of the tab, with the name of the model. */
  title(modelName: string): string;
  make(panel: vscode.WebviewPanel, modelPath: string): FolderPanel;
}

/** The command of a feature, and its panels: one for each model, also after a reload of the window. */
export function registerFolderPanels(
  { context, models }: FolderServices,
  { command, viewType, title, make }: FolderPanels,
): vscode.Disposable {
  const panels = new Map<string, FolderPanel>();
  const titleOf = (modelPath: string) => title(path.basename(modelPath));
  const adopt = (tab: vscode.WebviewPanel, modelPath: string): FolderPanel => {
    tab.title = titleOf(modelPath);
    tab.iconPath = vscode.Uri.joinPath(context.extensionUri, 'media', 'icons', 'heatmap.svg');
    const panel = make(tab, modelPath);
    panels.set(modelPath, panel);
    panel.onDidDispose(() => panels.delete(modelPath));
    return panel;
  };
  const create = (modelPath: string): FolderPanel => {
    const column = vscode.ViewColumn.Active;
    const tab = vscode.window.createWebviewPanel(viewType, titleOf(modelPath), column);
    return adopt(tab, modelPath);
  };
  const show = async (about?: unknown) => {
    if (!(await requireTrust())) return;
    const { modelPath, ...choice } = targetOf(about);
    const model = modelPath ?? (await models.currentOrPick());
    if (model === undefined) return;
    await (panels.get(model) ?? create(model)).show(choice);
  };
  return vscode.Disposable.from(
    {
      dispose: () => {
        for (const panel of panels.values()) panel.dispose();
      },
    },
    vscode.commands.registerCommand(command, show),
    vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: async (tab, state) => {
        const kept = restoredState(state);
        if (kept && !panels.has(kept.modelPath)) await adopt(tab, kept.modelPath).restore(kept);
        else tab.dispose();
      },
    }),
  );
}
