import * as vscode from 'vscode';
import { PICTURE_ENDINGS } from '../../cam/base/pictureNames.ts';
import type { FileItem } from './filePick.ts';
import { fileItem, findFiles, pickFile } from './filePick.ts';

const MAX_LISTED_IMAGES = 1000;

/**
 * Lets the user choose an image of the workspace, or any other.
 * @param current the one in use, offered first
 * @returns absolute path; undefined if none was chosen
 */
export function pickImage(current: string | undefined): Promise<string | undefined> {
  return pickFile(listImages(current), {
    title: vscode.l10n.t('Image'),
    placeHolder: vscode.l10n.t('The image to run the model on'),
    dialog: {
      title: vscode.l10n.t('Choose an image'),
      filters: { [vscode.l10n.t('Images')]: [...PICTURE_ENDINGS] },
    },
  });
}

async function listImages(current: string | undefined): Promise<FileItem[]> {
  const found = await findFiles(`**/*.{${PICTURE_ENDINGS.join(',')}}`, MAX_LISTED_IMAGES);
  const others = found.filter((image) => image !== current);
  const images = others.map((image) => fileItem(image, 'file-media'));
  return current === undefined ? images : [fileItem(current, 'check'), ...images];
}
