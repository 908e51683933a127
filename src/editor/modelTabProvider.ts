import * as vscode from 'vscode';
import type { ModelTabServices } from './modelTab.ts';
import { ModelTab } from './modelTab.ts';

/** Opens `.onnx` files in a read-only tab that says what the model is and what map it allows. */
export function registerModelTab(services: ModelTabServices): vscode.Disposable {
  const tabs = new Set<ModelTab>();
  const provider: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
    resolveCustomEditor({ uri }, panel) {
      const tab = new ModelTab(panel, uri, services);
      tabs.add(tab);
      panel.onDidDispose(() => {
        tabs.delete(tab);
        tab.dispose();
      });
    },
  };
  return vscode.Disposable.from(
    vscode.window.registerCustomEditorProvider(ModelTab.viewType, provider, {
      supportsMultipleEditorsPerDocument: true,
    }),
    {
      dispose: () => {
        for (const tab of tabs) tab.dispose();
      },
    },
  );
}
