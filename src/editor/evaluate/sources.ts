import * as vscode from 'vscode';
import type { ChosenSources } from '../../protocol/evaluate.ts';

const REMEMBERED = 'camLens.evaluate.sources';

/** What a user can choose as labels or annotations. */
type Choice = 'found' | 'file' | 'folder';

/** The files of labels and annotations that the user chose for each folder, remembered for the workspace. */
export class Sources {
  readonly #memory: vscode.Memento;

  constructor({ workspaceState }: vscode.ExtensionContext) {
    this.#memory = workspaceState;
  }

  of(folder: string): ChosenSources {
    return this.#all()[folder] ?? {};
  }

  /**
   * Lets the user choose labels or annotations for a folder.
   * @returns whether they chose something
   */
  async choose(folder: string, source: keyof ChosenSources): Promise<boolean> {
    const choice = await pickKind(source);
    if (choice === undefined) return false;
    const { [source]: before, ...others } = this.of(folder);
    const chosen = choice === 'found' ? undefined : await pickPath(folder, choice, before);
    if (choice !== 'found' && chosen === undefined) return false;
    const sources = chosen === undefined ? others : { ...others, [source]: chosen };
    await this.#memory.update(REMEMBERED, { ...this.#all(), [folder]: sources });
    return true;
  }

  #all(): Record<string, ChosenSources> {
    return this.#memory.get<Record<string, ChosenSources>>(REMEMBERED, {});
  }
}

async function pickKind(source: keyof ChosenSources): Promise<Choice | undefined> {
  const isLabels = source === 'labels';
  const item = (choice: Choice, label: string, detail: string) => ({ choice, label, detail });
  const items = [
    item(
      'found',
      vscode.l10n.t('Look in the folder'),
      isLabels
        ? vscode.l10n.t('Sub-folders named as classes, or a file beside the images')
        : vscode.l10n.t('Annotations in or beside the folder'),
    ),
    item(
      'file',
      vscode.l10n.t('Choose a file…'),
      isLabels
        ? vscode.l10n.t('CSV, TSV or JSON of image and class, or the ground truth of ILSVRC')
        : vscode.l10n.t('COCO JSON, or a CSV of boxes'),
    ),
    ...(isLabels
      ? []
      : [
          item(
            'folder',
            vscode.l10n.t('Choose a folder…'),
            vscode.l10n.t('Pascal VOC, class masks, or the metadata of wsolevaluation'),
          ),
        ]),
  ];
  const title = isLabels
    ? vscode.l10n.t('Labels of the images')
    : vscode.l10n.t('Boxes and masks of the images');
  return (await vscode.window.showQuickPick(items, { title }))?.choice;
}

async function pickPath(
  folder: string,
  choice: Exclude<Choice, 'found'>,
  before: string | undefined,
): Promise<string | undefined> {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      openLabel: vscode.l10n.t('Choose'),
      defaultUri: vscode.Uri.file(before ?? folder),
      canSelectFiles: choice === 'file',
      canSelectFolders: choice === 'folder',
    })) ?? [];
  return chosen?.fsPath;
}
