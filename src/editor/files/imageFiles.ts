import * as vscode from 'vscode';
import { isPictureName, PICTURE_ENDINGS } from '../../cam/base/pictureNames.ts';

/** True for a file on disk with the file extension of a picture. */
export function isImageFile(uri: vscode.Uri): boolean {
  return uri.scheme === 'file' && isPictureName(uri.path);
}

/**
 * The pictures of a command: the explorer's selection, the resource of a menu, the picture in the active tab, or those
 * that the user chooses in a dialog. `first` is the clicked one.
 * @param clicked the resource; a title bar may pass its editor group instead
 * @param selected the explorer's selection; other menus pass other values here
 */
export async function imagesOfCommand(
  clicked: unknown,
  selected: unknown,
): Promise<{ images: vscode.Uri[]; first: number }> {
  const resource = clicked instanceof vscode.Uri ? clicked : undefined;
  const images = Array.isArray(selected) ? selected.filter(isImageFile) : [];
  if (resource && images.length > 1) {
    const first = images.findIndex((uri) => uri.toString() === resource.toString());
    return { images, first: Math.max(0, first) };
  }
  const single = resource ?? imageOfActiveTab();
  if (single) return { images: [single], first: 0 };
  return { images: (await chooseImages()) ?? [], first: 0 };
}

function imageOfActiveTab(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const shown =
    input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText
      ? input.uri
      : undefined;
  return shown && isImageFile(shown) ? shown : undefined;
}

/** Images that the user chooses in a dialog. */
export function chooseImages(): Thenable<vscode.Uri[] | undefined> {
  return vscode.window.showOpenDialog({
    title: vscode.l10n.t('Choose images'),
    canSelectMany: true,
    filters: { [vscode.l10n.t('Images')]: [...PICTURE_ENDINGS] },
  });
}
