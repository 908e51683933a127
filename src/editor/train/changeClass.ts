import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';

/**
 * Lets the user say what images show.
 * @param paths of the images, relative to their folder
 * @returns a class, also a new one; empty if they are to be left out; undefined if the user chose nothing
 */
export async function pickClass(
  paths: readonly string[],
  classes: readonly string[],
): Promise<string | undefined> {
  const leaveOut = { label: vscode.l10n.t('Leave out'), isLeftOut: true };
  const other = { label: vscode.l10n.t('Another class…'), isOther: true };
  const items: (vscode.QuickPickItem & { isLeftOut?: boolean; isOther?: boolean })[] = [
    ...classes.map((label) => ({ label })),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    other,
    leaveOut,
  ];
  const [first = ''] = paths;
  const title =
    paths.length === 1
      ? vscode.l10n.t('{0} shows', path.posix.basename(first))
      : vscode.l10n.t('{0} images show', paths.length);
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: vscode.l10n.t('It is written into a table; no image is moved'),
  });
  if (!chosen) return undefined;
  if (chosen.isLeftOut) return '';
  if (!chosen.isOther) return chosen.label;
  const name = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Name of the class'),
  });
  return name?.trim() || undefined;
}

/** The table of a folder's classes after a change: the one that was written before, or a new one beside the new model. */
export function changedTable(out: string, labels: string | undefined): string {
  const stem = out.slice(0, -path.extname(out).length);
  const nameOf = (number: number) => `${stem}.classes${number === 1 ? '' : `-${number}`}.csv`;
  for (let number = 1; ; number++) {
    const file = nameOf(number);
    if (file === labels || !existsSync(file)) return file;
  }
}
