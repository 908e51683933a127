import path from 'node:path';
import * as vscode from 'vscode';
import { IMAGE_EXTENSIONS } from './imageFiles.ts';

const MAX_LISTED_IMAGES = 1000;

interface ImageItem extends vscode.QuickPickItem {
  image?: string;
}

/**
 * Lets the person choose an image of the workspace, or any other.
 * @param current the one in use, offered first
 * @returns absolute path; undefined where none was chosen
 */
export async function pickImage(current: string | undefined): Promise<string | undefined> {
  const chosen = await vscode.window.showQuickPick(listImages(current), {
    title: vscode.l10n.t('Image'),
    placeHolder: vscode.l10n.t('The image that the model is shown'),
    matchOnDescription: true,
  });
  if (!chosen) return undefined;
  return chosen.image ?? browse();
}

async function listImages(current: string | undefined): Promise<ImageItem[]> {
  const found = await vscode.workspace.findFiles(
    `**/*.{${IMAGE_EXTENSIONS.join(',')}}`,
    '**/{node_modules,.git,.venv,venv}/**',
    MAX_LISTED_IMAGES,
  );
  const others = found.map((uri) => uri.fsPath).filter((image) => image !== current);
  const images = current === undefined ? others.sort() : [current, ...others.sort()];
  return [
    ...images.map((image): ImageItem => {
      const folder = path.dirname(vscode.workspace.asRelativePath(image));
      return {
        label: path.basename(image),
        description: folder === '.' ? '' : folder,
        image,
        iconPath: new vscode.ThemeIcon(image === current ? 'check' : 'file-media'),
      };
    }),
    {
      label: vscode.l10n.t('Browse…'),
      iconPath: new vscode.ThemeIcon('folder-opened'),
      alwaysShow: true,
    },
  ];
}

async function browse(): Promise<string | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Choose an image'),
      filters: { [vscode.l10n.t('Images')]: IMAGE_EXTENSIONS },
    })) ?? [];
  return file?.fsPath;
}
