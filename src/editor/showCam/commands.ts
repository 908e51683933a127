import * as vscode from 'vscode';
import type { PageCommand, ShowCamChoice } from '../../protocol/showCam.ts';
import { imagesOfCommand } from '../files/imageFiles.ts';
import { requireTrust } from '../workspaceTrust.ts';
import { OpenPanels } from './openPanels.ts';
import type { ShowCamServices } from './panel.ts';
import { ShowCamPanel } from './panel.ts';
import { restoredState } from './state.ts';

const PAGE_COMMANDS: PageCommand[] = [
  'savePicture',
  'copyPicture',
  'saveNpy',
  'saveJson',
  'nextImage',
  'previousImage',
];

/** *Show CAM* and all commands of the palette for the panel. */
export function registerShowCam(services: ShowCamServices): vscode.Disposable {
  const panels = new OpenPanels();
  const showIn = async (
    panelOf: () => ShowCamPanel,
    clicked: unknown,
    selected: unknown,
    choice?: ShowCamChoice | 'image',
  ) => {
    if (!(await requireTrust())) return;
    const { images, first } = await imagesOfCommand(clicked, selected);
    if (images.length === 0) return;
    const model = await services.models.currentOrPick();
    if (model === undefined) return;
    await panelOf().show(images, first, choice);
  };
  const newPanel = () => panels.add(ShowCamPanel.create(services));
  const showCam = (clicked?: unknown, selected?: unknown, choice?: ShowCamChoice | 'image') =>
    showIn(() => panels.inUse ?? newPanel(), clicked, selected, choice);
  const showInNewPanel = (clicked?: unknown, selected?: unknown) =>
    showIn(newPanel, clicked, selected);
  return vscode.Disposable.from(
    panels,
    vscode.commands.registerCommand('camLens.showCam', showCam),
    vscode.commands.registerCommand('camLens.showCamInNewPanel', showInNewPanel),
    // The same in the palette, under the words that people look for.
    vscode.commands.registerCommand('camLens.explainImage', showCam),
    vscode.commands.registerCommand('camLens.compareModels', () => panels.inUse?.compare()),
    ...PAGE_COMMANDS.map((command) =>
      vscode.commands.registerCommand(`camLens.${command}`, () => panels.inUse?.tell(command)),
    ),
    vscode.window.registerWebviewPanelSerializer(ShowCamPanel.viewType, {
      deserializeWebviewPanel: async (webviewPanel, state) => {
        const kept = restoredState(state);
        if (kept && vscode.workspace.isTrusted)
          await panels.add(new ShowCamPanel(webviewPanel, services)).restore(kept);
        else webviewPanel.dispose();
      },
    }),
  );
}
