import * as vscode from 'vscode';
import type { ModelTabServices } from './tab.ts';
import { ModelTab } from './tab.ts';

/** A layer of a model, or the model alone. */
interface LayerTarget {
  /** Absolute path. */
  modelPath: string;
  tensor?: string;
}

/**
 * Opens `.onnx` files in a read-only tab with facts about the model and the map that it allows; the command
 * `camLens.showLayer` opens one at a layer.
 */
export function registerModelTab(services: ModelTabServices): vscode.Disposable {
  const tabs = new Set<ModelTab>();
  const showLayer = async ({ modelPath, tensor }: LayerTarget) => {
    const uri = vscode.Uri.file(modelPath);
    await vscode.commands.executeCommand('vscode.openWith', uri, ModelTab.viewType, columnFor(uri));
    const tab = [...tabs].findLast((open) => open.path === modelPath);
    if (tab && tensor !== undefined) tab.select(tensor);
  };
  const provider: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
    resolveCustomEditor({ uri }, panel) {
      const tab = new ModelTab(panel, uri, services);
      tabs.add(tab);
      tab.onDidDispose(() => tabs.delete(tab));
    },
  };
  return vscode.Disposable.from(
    vscode.window.registerCustomEditorProvider(ModelTab.viewType, provider, {
      supportsMultipleEditorsPerDocument: true,
    }),
    vscode.commands.registerCommand('camLens.showLayer', showLayer),
    {
      dispose: () => {
        for (const tab of tabs) tab.dispose();
      },
    },
  );
}

/** Beside the active code; if the model is already open there, in that tab. */
function columnFor(uri: vscode.Uri): vscode.ViewColumn {
  if (!vscode.window.activeTextEditor) return vscode.ViewColumn.Active;
  const { all, activeTabGroup } = vscode.window.tabGroups;
  const isOpenIn = ({ tabs }: vscode.TabGroup) =>
    tabs.some(
      ({ input }) =>
        input instanceof vscode.TabInputCustom && input.uri.toString() === uri.toString(),
    );
  const group = all.find((candidate) => candidate !== activeTabGroup && isOpenIn(candidate));
  return group?.viewColumn ?? vscode.ViewColumn.Beside;
}
