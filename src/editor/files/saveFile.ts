import path from 'node:path';
import * as vscode from 'vscode';
import { CamError } from '../../cam/base/errors.ts';
import { saveFolder } from './saveFolder.ts';

const FILTERS = {
  png: { PNG: ['png'] },
  svg: { SVG: ['svg'] },
  npy: { NumPy: ['npy'] },
  json: { JSON: ['json'] },
  html: { HTML: ['html'] },
  csv: { CSV: ['csv'] },
};

type Filter = keyof typeof FILTERS;

/** The content, and the suggested file name. */
export interface SavedBytes {
  bytes: Uint8Array;
  suggestedName: string;
  filter: Filter;
}

/** What the notification about a saved file offers besides *Reveal*. */
export interface CopyAction {
  label: string;
  run: () => Thenable<void>;
}

const REMEMBERED = 'camLens.saveFolder';

/**
 * Asks for a place and writes the bytes there; a notification leads to the file. The dialog begins in
 * {@link saveFolder}.
 * @param pictures absolute path of the folder of the pictures that the bytes are about
 * @returns the path; undefined if the user chose none
 * @throws CamError if the file cannot be written
 */
export async function saveBytes(
  { bytes, suggestedName, filter }: SavedBytes,
  pictures: string,
  context: vscode.ExtensionContext,
): Promise<string | undefined> {
  const target = await askForPlace(suggestedName, [filter], pictures, context);
  return target && writeBytes(target, bytes, context);
}

/** The file that the user chooses, or none; see {@link saveBytes}. The first filter is the dialog's own. */
export function askForPlace(
  suggestedName: string,
  filters: readonly Filter[],
  pictures: string,
  { globalState }: vscode.ExtensionContext,
): Thenable<vscode.Uri | undefined> {
  const workspaceFolder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const folder = saveFolder(pictures, globalState.get<string>(REMEMBERED), workspaceFolder);
  return vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(path.join(folder, path.basename(suggestedName))),
    filters: Object.assign({}, ...filters.map((filter) => FILTERS[filter])),
  });
}

/**
 * Writes the file, remembers its folder, and leads to it.
 * @param copy its path, if left out
 * @returns its path
 * @throws CamError `notWritable`
 */
export async function writeBytes(
  target: vscode.Uri,
  bytes: Uint8Array,
  { globalState }: vscode.ExtensionContext,
  copy: CopyAction = copyPath(target),
): Promise<string> {
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
  await globalState.update(REMEMBERED, path.dirname(target.fsPath));
  void offerFile(target, copy);
  return target.fsPath;
}

function copyPath({ fsPath }: vscode.Uri): CopyAction {
  return {
    label: vscode.l10n.t('Copy Path'),
    run: () => vscode.env.clipboard.writeText(fsPath),
  };
}

async function offerFile(file: vscode.Uri, copy: CopyAction): Promise<void> {
  const reveal = vscode.l10n.t('Reveal');
  const saved = vscode.l10n.t('Saved as {0}', file.fsPath);
  const chosen = await vscode.window.showInformationMessage(saved, reveal, copy.label);
  if (chosen === reveal) await vscode.commands.executeCommand('revealFileInOS', file);
  if (chosen === copy.label) await copy.run();
}
