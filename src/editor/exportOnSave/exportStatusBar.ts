import * as vscode from 'vscode';
import { exportSettings } from './exportSettings.ts';
import type { FolderExport } from './folderExport.ts';

/** Shows whether an export runs, has failed, or follows a save. A click opens the menu. */
export class ExportStatusBar implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;

  constructor(command: string) {
    this.#item = vscode.window.createStatusBarItem(
      'camLens.export',
      vscode.StatusBarAlignment.Right,
      89,
    );
    this.#item.name = vscode.l10n.t('CAM Lens Export');
    this.#item.command = command;
  }

  update(exports: readonly FolderExport[]): void {
    const running = exports.find(({ isRunning }) => isRunning);
    const failed = exports.find(({ outcome }) => outcome?.type === 'failed');
    const onSave = vscode.workspace.workspaceFolders?.some((each) => exportSettings(each).onSave);
    if (running) {
      this.#show('$(sync~spin)', vscode.l10n.t('Exporting…'), vscode.l10n.t('Click to cancel.'));
    } else if (failed?.outcome?.type === 'failed') {
      this.#show('$(error)', vscode.l10n.t('Export failed'), failed.outcome.message);
    } else if (onSave) {
      const meaning = vscode.l10n.t('The model is exported whenever you save its source.');
      this.#show('$(save)', vscode.l10n.t('Export on Save'), meaning);
    } else {
      this.#item.hide();
    }
  }

  dispose(): void {
    this.#item.dispose();
  }

  #show(icon: string, text: string, tooltip: string): void {
    this.#item.text = `${icon} ${text}`;
    this.#item.tooltip = tooltip;
    this.#item.accessibilityInformation = { label: `${text}. ${tooltip}`, role: 'button' };
    this.#item.show();
  }
}
