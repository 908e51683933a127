import path from 'node:path';
import * as vscode from 'vscode';
import { CamError } from '../../cam/base/errors.ts';

const FILTERS = {
  png: { PNG: ['png'] },
  npy: { NumPy: ['npy'] },
  json: { JSON: ['json'] },
  html: { HTML: ['html'] },
};

/** The content, and the suggested file name. */
export interface SavedBytes {
  bytes: Uint8Array;
  suggestedName: string;
  filter: keyof typeof FILTERS;
}

let lastFolder: vscode.Uri | undefined;

/**
 * Asks for a place and writes the bytes there. The dialog begins in the folder of the last save, else in the image's
 * folder.
 * @returns the path; undefined if the user chose none
 * @throws CamError if the file cannot be written
 */
export async function saveBytes(
  { bytes, suggestedName, filter }: SavedBytes,
  image: vscode.Uri | undefined,
): Promise<string | undefined> {
  const folder = lastFolder ?? vscode.Uri.file(path.dirname(image?.fsPath ?? process.cwd()));
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folder, path.basename(suggestedName)),
    filters: FILTERS[filter],
  });
  if (!target) return undefined;
  try {
    await vscode.workspace.fs.writeFile(target, bytes);
  } catch (cause) {
    throw new CamError(
      {
        code: 'notWritable',
        message: vscode.l10n.t(
          '{0} cannot be written: {1}',
          target.fsPath,
          String(cause instanceof Error ? cause.message : cause),
        ),
        nextAction: vscode.l10n.t('Choose another folder.'),
        file: target.fsPath,
      },
      { cause },
    );
  }
  lastFolder = vscode.Uri.joinPath(target, '..');
  return target.fsPath;
}
