import path from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from '../disposableStore.ts';
import type { ScannedFolder, ScannedFolders } from '../folder/scannedFolders.ts';

/** *Scanned Folders*: the folders whose class units are known, the newest first. */
export class FoldersTree implements vscode.TreeDataProvider<ScannedFolder>, vscode.Disposable {
  static readonly id = 'camLens.folders';

  readonly #scans: ScannedFolders;
  readonly #parts = new DisposableStore();
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(scans: ScannedFolders) {
    this.#scans = scans;
    const view = vscode.window.createTreeView(FoldersTree.id, { treeDataProvider: this });
    const refresh = () => this.#changed.fire(undefined);
    this.#parts.add(
      ...[view, this.#changed],
      scans.onDidChange(refresh),
      // The results may have been deleted in the meantime.
      view.onDidChangeVisibility(({ visible }) => {
        if (visible) refresh();
      }),
    );
  }

  getChildren(): Promise<ScannedFolder[]> {
    return this.#scans.list();
  }

  getTreeItem(scan: ScannedFolder): vscode.TreeItem {
    const item = new vscode.TreeItem(path.basename(scan.folder));
    item.id = scan.indexFolder;
    const parts = [path.basename(scan.model), imagesOf(scan), ...dateOf(scan)];
    item.description = parts.join(' · ');
    item.tooltip = [
      scan.folder,
      vscode.l10n.t('Scanned with {0}', scan.model),
      ...(scan.complete ? [] : [vscode.l10n.t('The scan was ended before all images were read.')]),
    ].join('\n\n');
    item.iconPath = new vscode.ThemeIcon('folder-library');
    item.contextValue = 'scannedFolder';
    item.command = {
      command: 'camLens.classUnits',
      title: vscode.l10n.t('Class Units'),
      arguments: [{ modelPath: scan.model, folder: scan.folder }],
    };
    item.accessibilityInformation = { label: [item.label, ...parts].join(', ') };
    return item;
  }

  dispose(): void {
    this.#parts.dispose();
  }
}

function imagesOf({ images, complete }: ScannedFolder): string {
  const count = images === 1 ? vscode.l10n.t('1 image') : vscode.l10n.t('{0} images', images);
  return complete ? count : vscode.l10n.t('{0} so far', count);
}

function dateOf({ scannedMs }: ScannedFolder): string[] {
  if (scannedMs === undefined) return [];
  const date = new Date(scannedMs);
  const isToday = date.toDateString() === new Date().toDateString();
  return [
    isToday
      ? date.toLocaleTimeString(vscode.env.language, { timeStyle: 'short' })
      : date.toLocaleDateString(vscode.env.language, { dateStyle: 'medium' }),
  ];
}
