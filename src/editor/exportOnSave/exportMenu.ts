import * as vscode from 'vscode';
import { changeExportSettings, exportSettings } from './exportSettings.ts';
import type { FolderExport } from './folderExport.ts';

interface MenuItem extends vscode.QuickPickItem {
  run: () => unknown;
}

/** The menu of a folder's export: what the user can do now. */
export async function showExportMenu(
  exported: FolderExport,
  { exportNow, choose }: { exportNow: () => void; choose: () => Promise<unknown> },
): Promise<void> {
  const { folder, isRunning, outcome } = exported;
  const { task, command, onSave } = exportSettings(folder);
  const items: MenuItem[] = [];
  const add = (icon: string, label: string, run: () => unknown) =>
    items.push({ label, run, iconPath: new vscode.ThemeIcon(icon) });
  if (isRunning) add('debug-stop', vscode.l10n.t('Cancel Export'), () => exported.cancel());
  if (isRunning || outcome) {
    add('terminal', vscode.l10n.t('Show Output'), () => exported.showOutput());
  }
  if (!isRunning) add('export', vscode.l10n.t('Export Now'), exportNow);
  add(
    'save',
    onSave ? vscode.l10n.t('Turn Off Export on Save') : vscode.l10n.t('Turn On Export on Save'),
    () => changeExportSettings(folder, { onSave: !onSave }),
  );
  add('edit', vscode.l10n.t('Change Command…'), choose);
  const title = vscode.l10n.t('Export of {0}', folder.name);
  const placeHolder = task || command;
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder });
  await chosen?.run();
}
