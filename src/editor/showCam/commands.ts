import * as vscode from 'vscode';
import type { PageCommand, ShowCamChoice } from '../../protocol/showCam.ts';
import { imagesOfCommand } from '../files/imageFiles.ts';
import { requireTrust } from '../workspaceTrust.ts';
import type { ShowCamServices } from './panel.ts';
import { ShowCamPanel } from './panel.ts';
import { restoredState } from './state.ts';

const PAGE_COMMANDS: PageCommand[] = [
  'savePng',
  'copyPng',
  'saveNpy',
  'saveJson',
  'nextImage',
  'previousImage',
];

/** *Show CAM* and all commands of the palette for the panel. */
export function registerShowCam(services: ShowCamServices): vscode.Disposable {
  let panel: ShowCamPanel | undefined;
  const adopt = (created: ShowCamPanel): ShowCamPanel => {
    panel = created;
    created.onDidDispose(() => {
      if (panel === created) panel = undefined;
    });
    return created;
  };
  const showCam = async (clicked?: unknown, selected?: unknown, choice?: ShowCamChoice) => {
    if (!(await requireTrust())) return;
    const { images, first } = await imagesOfCommand(clicked, selected);
    if (images.length === 0) return;
    const model = await services.models.currentOrPick();
    if (model === undefined) return;
    panel ??= adopt(ShowCamPanel.create(services));
    await panel.show(images, first, choice);
  };
  return vscode.Disposable.from(
    { dispose: () => panel?.dispose() },
    vscode.commands.registerCommand('camLens.showCam', showCam),
    // The same in the palette, under the words that people look for.
    vscode.commands.registerCommand('camLens.explainImage', showCam),
    vscode.commands.registerCommand('camLens.compareModels', () => panel?.compare()),
    ...PAGE_COMMANDS.map((command) =>
      vscode.commands.registerCommand(`camLens.${command}`, () => panel?.tell(command)),
    ),
    vscode.window.registerWebviewPanelSerializer(ShowCamPanel.viewType, {
      deserializeWebviewPanel: async (webviewPanel, state) => {
        const kept = restoredState(state);
        if (kept && !panel && vscode.workspace.isTrusted)
          await adopt(new ShowCamPanel(webviewPanel, services)).restore(kept);
        else webviewPanel.dispose();
      },
    }),
  );
}
