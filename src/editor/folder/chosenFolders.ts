import path from 'node:path';
import * as vscode from 'vscode';

const REMEMBERED = 'camLens.classUnits.folders';

/** The folder of images of each model's last scan, remembered for the workspace. */
export class ChosenFolders {
  readonly #memory: vscode.Memento;

  constructor({ workspaceState }: vscode.ExtensionContext) {
    this.#memory = workspaceState;
  }

  /** Absolute; undefined if none was chosen for this model yet. */
  of(modelPath: string): string | undefined {
    return this.#all()[modelPath];
  }

  async remember(modelPath: string, folder: string): Promise<void> {
    await this.#memory.update(REMEMBERED, { ...this.#all(), [modelPath]: folder });
  }

  /** Lets the user choose a folder; undefined if they choose none. */
  async choose(modelPath: string, title: string): Promise<string | undefined> {
    const current = this.of(modelPath);
    const beside = current === undefined ? path.dirname(modelPath) : path.dirname(current);
    const [folder] =
      (await vscode.window.showOpenDialog({
        title,
        openLabel: vscode.l10n.t('Choose'),
        defaultUri: vscode.Uri.file(beside),
        canSelectFiles: false,
        canSelectFolders: true,
      })) ?? [];
    return folder?.fsPath;
  }

  #all(): Record<string, string> {
    return this.#memory.get<Record<string, string>>(REMEMBERED, {});
  }
}
