import path from 'node:path';
import * as vscode from 'vscode';
import type { FileItem } from '../files/filePick.ts';
import { fileItem, findFiles, pickFile } from '../files/filePick.ts';
import { haveSameContent } from '../files/sameContent.ts';

const REMEMBERED = 'camLens.model';
const BUNDLED_MODEL = 'samples/scenes-gap.onnx';
const MAX_LISTED_MODELS = 500;

/**
 * The model that is used in this workspace: the setting `camLens.model`, else the remembered choice, else the user
 * chooses one.
 */
export class ModelChoice implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #changed = new vscode.EventEmitter<string | undefined>();
  readonly #subscription: vscode.Disposable;
  /** Fires with the path of the model that is used from now on. */
  readonly onDidChange = this.#changed.event;

  constructor(context: vscode.ExtensionContext) {
    this.#context = context;
    this.#subscription = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(REMEMBERED)) this.#changed.fire(this.current());
    });
  }

  /** Absolute path of the model in use; undefined if none was chosen yet. */
  current(): string | undefined {
    const setting = configuredModel();
    return setting ?? this.#context.workspaceState.get<string>(REMEMBERED);
  }

  /** The model in use, or the one that the user picks; undefined if they pick none. */
  async currentOrPick(): Promise<string | undefined> {
    return this.current() ?? (await this.pick());
  }

  /** Lets the user choose a model, and remembers it for this workspace. */
  async pick(): Promise<string | undefined> {
    const title = vscode.l10n.t('Model for class activation maps');
    const current = this.current();
    const chosen = await pickModel(this.#context.asAbsolutePath(BUNDLED_MODEL), { title, current });
    if (chosen !== undefined) await this.use(chosen);
    return chosen;
  }

  /** A model that the user picks to look at; not remembered. */
  pickToOpen(): Promise<string | undefined> {
    const title = vscode.l10n.t('Open a model');
    const current = this.current();
    return pickModel(this.#context.asAbsolutePath(BUNDLED_MODEL), { title, current });
  }

  /** A model that the user picks for a comparison; not remembered. */
  pickToCompare(without: string): Promise<string | undefined> {
    const title = vscode.l10n.t('Compare {0} with', path.basename(without));
    return pickModel(this.#context.asAbsolutePath(BUNDLED_MODEL), { title, without });
  }

  /** Makes a model the one in use. If a setting would override the choice, it is changed too. */
  async use(model: string): Promise<void> {
    await this.#context.workspaceState.update(REMEMBERED, model);
    if (configuredModel() !== undefined) {
      await vscode.workspace
        .getConfiguration()
        .update(REMEMBERED, model, vscode.ConfigurationTarget.Workspace);
    }
    this.#changed.fire(model);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}

function configuredModel(): string | undefined {
  const setting = vscode.workspace.getConfiguration().get<string>(REMEMBERED)?.trim();
  if (!setting) return undefined;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const expanded = setting.replaceAll(/\$\{workspaceFolder\}/g, folder);
  return path.resolve(folder, expanded);
}

interface PickOptions {
  title: string;
  /** Marked, and listed first. */
  current?: string | undefined;
  /** Not listed. */
  without?: string;
}

function pickModel(bundled: string, options: PickOptions): Promise<string | undefined> {
  return pickFile(listModels(bundled, options), {
    title: options.title,
    placeHolder: vscode.l10n.t('An .onnx image classifier'),
    dialog: {
      title: vscode.l10n.t('Choose an ONNX model'),
      filters: { [vscode.l10n.t('ONNX models')]: ['onnx'] },
    },
  });
}

async function listModels(bundled: string, { current, without }: PickOptions): Promise<FileItem[]> {
  const found = await findFiles('**/*.onnx', MAX_LISTED_MODELS);
  const inWorkspace = found.filter((model) => model !== without);
  const items = inWorkspace.map((model) =>
    fileItem(model, model === current ? 'check' : 'file-binary'),
  );
  items.sort((a, b) => Number(b.file === current) - Number(a.file === current));
  return [
    ...items,
    { label: vscode.l10n.t('Other models'), kind: vscode.QuickPickItemKind.Separator },
    ...((await isListed(bundled, found)) || bundled === without ? [] : [sampleItem(bundled)]),
  ];
}

/** Whether the bundled sample is among the workspace's models: in the folder of the samples, or in a copy of it. */
async function isListed(bundled: string, models: readonly string[]): Promise<boolean> {
  const copies = await Promise.all(models.map((model) => haveSameContent(model, bundled)));
  return copies.includes(true);
}

function sampleItem(bundled: string): FileItem {
  return {
    label: path.basename(bundled),
    description: vscode.l10n.t('Bundled sample: eight kinds of drawn scenes'),
    file: bundled,
    iconPath: new vscode.ThemeIcon('beaker'),
  };
}
