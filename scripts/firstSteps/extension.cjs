// A second extension in the window of `npm start`, and only there: it chooses the sample model, unfolds the pictures,
// and opens the walkthrough at the first start.
const vscode = require('vscode');

const SHOWN = 'isShown';

/** @param {import('vscode').ExtensionContext} context */
exports.activate = async ({ workspaceState }) => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  // A reload of the window is no start.
  if (!folder || workspaceState.get(SHOWN)) return;
  await workspaceState.update(SHOWN, true);
  const inFolder = (/** @type {string[]} */ ...parts) => vscode.Uri.joinPath(folder.uri, ...parts);
  await vscode.commands.executeCommand('camLens.useModel', inFolder('scenes-gap.onnx'));
  const picture = inFolder('pictures', 'bedroom', 'bedroom-01.png');
  await vscode.commands.executeCommand('revealInExplorer', picture);
  if (process.env.CAM_LENS_FIRST_START !== '1') return;
  await vscode.commands.executeCommand(
    'workbench.action.openWalkthrough',
    'cam-lens.cam-lens#start',
  );
};
