import path from 'node:path';
import * as vscode from 'vscode';
import type { TrainingTables } from '../../protocol/train.ts';

const TABLES = 'camLens.train.tables';
const OUTPUTS = 'camLens.train.outputs';
const BORDERS = 'camLens.train.borders';

/** What the user chose for the trainings of a workspace, remembered for it. */
export class TrainingChoices {
  readonly #memory: vscode.Memento;

  constructor({ workspaceState }: vscode.ExtensionContext) {
    this.#memory = workspaceState;
  }

  /** The tables of a folder. */
  tables(folder: string): TrainingTables {
    return this.#memory.get<Record<string, TrainingTables>>(TABLES, {})[folder] ?? {};
  }

  async setTable(
    folder: string,
    table: keyof TrainingTables,
    file: string | undefined,
  ): Promise<void> {
    const { [table]: _, ...others } = this.tables(folder);
    const tables = file === undefined ? others : { ...others, [table]: file };
    const all = this.#memory.get<Record<string, TrainingTables>>(TABLES, {});
    await this.#memory.update(TABLES, { ...all, [folder]: tables });
  }

  /** Share of each side of a folder's images that is cut away. */
  border(folder: string): number {
    return this.#memory.get<Record<string, number>>(BORDERS, {})[folder] ?? 0;
  }

  async setBorder(folder: string, border: number): Promise<void> {
    const all = this.#memory.get<Record<string, number>>(BORDERS, {});
    await this.#memory.update(BORDERS, { ...all, [folder]: border });
  }

  /** The new model of a folder's classes; beside the model that is learned from, named as the folder, if none was chosen. */
  out(modelPath: string, folder: string): string {
    const chosen = this.#outputs()[keyOf(modelPath, folder)];
    return chosen ?? path.join(path.dirname(modelPath), `${path.basename(folder)}.onnx`);
  }

  async setOut(modelPath: string, folder: string, out: string): Promise<void> {
    const outputs = { ...this.#outputs(), [keyOf(modelPath, folder)]: out };
    await this.#memory.update(OUTPUTS, outputs);
  }

  #outputs(): Record<string, string> {
    return this.#memory.get<Record<string, string>>(OUTPUTS, {});
  }
}

function keyOf(modelPath: string, folder: string): string {
  return JSON.stringify([modelPath, folder]);
}

/** Lets the user choose a table. @returns its path; undefined if they choose none */
export async function pickTable(
  table: keyof TrainingTables,
  folder: string,
): Promise<string | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title:
        table === 'labels'
          ? vscode.l10n.t('Table of images and classes')
          : vscode.l10n.t('Table of images and groups that belong together'),
      openLabel: vscode.l10n.t('Choose'),
      defaultUri: vscode.Uri.file(path.dirname(folder)),
      filters: { [vscode.l10n.t('Tables')]: ['csv', 'tsv', 'json', 'txt'] },
    })) ?? [];
  return file?.fsPath;
}

/** Lets the user choose where the new model is written. @returns undefined if they choose no place */
export async function pickOut(out: string): Promise<string | undefined> {
  const file = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('The new model'),
    saveLabel: vscode.l10n.t('Choose'),
    defaultUri: vscode.Uri.file(out),
    filters: { ONNX: ['onnx'] },
  });
  return file?.fsPath;
}
