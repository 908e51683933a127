import path from 'node:path';
import * as vscode from 'vscode';

const REMEMBERED = 'camLens.model';
const BUNDLED_MODEL = 'samples/scenes-gap.onnx';
const MAX_LISTED_MODELS = 500;

/**
 * Which model is used in this workspace: the setting `camLens.model`, else the remembered choice, else
 * the person is asked.
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

  /** Absolute path of the model in use; undefined where none was ever chosen. */
  current(): string | undefined {
    const setting = configuredModel();
    return setting ?? this.#context.workspaceState.get<string>(REMEMBERED);
  }

  /** The model in use, or the one that the person picks; undefined if they pick none. */
  async currentOrPick(): Promise<string | undefined> {
    return this.current() ?? (await this.pick());
  }

  /** Lets the person choose a model, and remembers it for this workspace. */
  async pick(): Promise<string | undefined> {
    const title = vscode.l10n.t('Model for class activation maps');
    const current = this.current();
    const chosen = await pickModel(this.#context.asAbsolutePath(BUNDLED_MODEL), { title, current });
    if (chosen !== undefined) await this.use(chosen);
    return chosen;
  }

  /** A model that the person picks to be compared with another; not remembered. */
  pickToCompare(without: string): Promise<string | undefined> {
    const title = vscode.l10n.t('Compare {0} with', path.basename(without));
    return pickModel(this.#context.asAbsolutePath(BUNDLED_MODEL), { title, without });
  }

  /** Makes a model the one in use. A setting that would win over the choice is changed with it. */
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

interface ModelItem extends vscode.QuickPickItem {
  model?: string;
}

interface PickOptions {
  title: string;
  /** Marked, and listed first. */
  current?: string | undefined;
  /** Not listed. */
  without?: string;
}

async function pickModel(bundled: string, options: PickOptions): Promise<string | undefined> {
  const chosen = await vscode.window.showQuickPick(listModels(bundled, options), {
    title: options.title,
    placeHolder: vscode.l10n.t('An .onnx image classifier'),
    matchOnDescription: true,
  });
  if (!chosen) return undefined;
  return chosen.model ?? browse();
}

async function listModels(
  bundled: string,
  { current, without }: PickOptions,
): Promise<ModelItem[]> {
  const found = await vscode.workspace.findFiles(
    '**/*.onnx',
    '**/{node_modules,.git,.venv,venv}/**',
    MAX_LISTED_MODELS,
  );
  const inWorkspace = found
    .map((uri) => uri.fsPath)
    .filter((model) => model !== without)
    .sort();
  const items = inWorkspace.map((model): ModelItem => {
    const folder = path.dirname(vscode.workspace.asRelativePath(model));
    return {
      label: path.basename(model),
      description: folder === '.' ? '' : folder,
      model,
      iconPath: new vscode.ThemeIcon(model === current ? 'check' : 'file-binary'),
    };
  });
  items.sort((a, b) => Number(b.model === current) - Number(a.model === current));
  const sample: ModelItem = {
    label: path.basename(bundled),
    description: vscode.l10n.t('Bundled sample: eight kinds of drawn scenes'),
    model: bundled,
    iconPath: new vscode.ThemeIcon('beaker'),
  };
  return [
    ...items,
    { label: vscode.l10n.t('Other models'), kind: vscode.QuickPickItemKind.Separator },
    ...(bundled === without ? [] : [sample]),
    {
      label: vscode.l10n.t('Browse…'),
      iconPath: new vscode.ThemeIcon('folder-opened'),
      alwaysShow: true,
    },
  ];
}

async function browse(): Promise<string | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Choose an ONNX model'),
      filters: { [vscode.l10n.t('ONNX models')]: ['onnx'] },
    })) ?? [];
  return file?.fsPath;
}
