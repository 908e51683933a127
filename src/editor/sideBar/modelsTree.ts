import path from 'node:path';
import * as vscode from 'vscode';
import type { CamErrorData } from '../../cam/base/errors.ts';
import { CamError } from '../../cam/base/errors.ts';
import type { ModelVerdict } from '../../cam/results/inspection.ts';
import { DisposableStore } from '../disposableStore.ts';
import { findFiles } from '../files/filePick.ts';
import type { ModelChoice } from '../models/modelChoice.ts';
import type { ModelVariants } from '../models/modelVariant.ts';
import type { Verdicts } from './verdicts.ts';

const MAX_LISTED = 500;

/** An export writes a file in several steps. */
const SETTLED_MS = 400;

/** A model that the engine has no verdict about, and why. */
interface Failure {
  standing: 'failed';
  text: string;
  error: CamErrorData;
}

type Shown = ModelVerdict | Failure;

/** *Models*: the `.onnx` files of the workspace, each with what it allows, which is found out while the view is open. */
export class ModelsTree implements vscode.TreeDataProvider<vscode.Uri>, vscode.Disposable {
  static readonly id = 'camLens.models';

  readonly #models: ModelChoice;
  readonly #verdicts: Verdicts;
  readonly #view: vscode.TreeView<vscode.Uri>;
  readonly #parts = new DisposableStore();
  readonly #changed = new vscode.EventEmitter<vscode.Uri | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  /** By path; the view knows an item by its object. */
  #items = new Map<string, vscode.Uri>();
  readonly #failures = new Map<string, Failure>();
  readonly #waiting = new Set<string>();
  #isWorking = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(models: ModelChoice, variants: ModelVariants, verdicts: Verdicts) {
    this.#models = models;
    this.#verdicts = verdicts;
    this.#view = vscode.window.createTreeView(ModelsTree.id, { treeDataProvider: this });
    const files = vscode.workspace.createFileSystemWatcher('**/*.{onnx,cam.json}');
    const refresh = () => this.#refreshSoon();
    this.#parts.add(
      ...[this.#view, this.#changed, files],
      files.onDidCreate(refresh),
      files.onDidChange(refresh),
      files.onDidDelete(refresh),
      this.#view.onDidChangeVisibility(() => void this.#work()),
      models.onDidChange(() => this.#changed.fire(undefined)),
      variants.onDidChange(refresh),
      vscode.workspace.onDidChangeWorkspaceFolders(refresh),
      vscode.workspace.onDidGrantWorkspaceTrust(refresh),
    );
  }

  async getChildren(): Promise<vscode.Uri[]> {
    const files = await findFiles('**/*.onnx', MAX_LISTED);
    this.#items = new Map(
      files.map((file) => [file, this.#items.get(file) ?? vscode.Uri.file(file)]),
    );
    await this.#verdicts.keepOnly(new Set(files));
    return [...this.#items.values()];
  }

  async getTreeItem(uri: vscode.Uri): Promise<vscode.TreeItem> {
    const model = uri.fsPath;
    const shown = (await this.#verdicts.kept(model)) ?? this.#failures.get(model);
    if (shown === undefined && vscode.workspace.isTrusted) {
      this.#waiting.add(model);
      void this.#work();
    }
    return itemOf(uri, shown, model === this.#models.current());
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#waiting.clear();
    this.#parts.dispose();
  }

  #refreshSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#failures.clear();
      this.#changed.fire(undefined);
    }, SETTLED_MS);
  }

  /** One model at a time, as long as somebody looks. */
  async #work(): Promise<void> {
    if (this.#isWorking) return;
    this.#isWorking = true;
    for (const model of this.#waiting) {
      if (!this.#view.visible) break;
      this.#waiting.delete(model);
      try {
        await this.#verdicts.find(model);
      } catch (thrown) {
        const error = CamError.toData(thrown);
        this.#failures.set(model, { standing: 'failed', text: error.message, error });
      }
      const uri = this.#items.get(model);
      if (uri) this.#changed.fire(uri);
    }
    this.#isWorking = false;
  }
}

function itemOf(uri: vscode.Uri, shown: Shown | undefined, isInUse: boolean): vscode.TreeItem {
  const item = new vscode.TreeItem(path.basename(uri.fsPath));
  const folder = path.dirname(vscode.workspace.asRelativePath(uri));
  const verdict = wordsOf(shown);
  item.description = [
    ...(isInUse ? [vscode.l10n.t('in use')] : []),
    ...(verdict === '' ? [] : [verdict]),
    ...(folder === '.' ? [] : [folder]),
  ].join(' · ');
  item.tooltip = [
    uri.fsPath,
    ...(shown ? [explanationOf(shown).replaceAll(uri.fsPath, path.basename(uri.fsPath))] : []),
  ].join('\n\n');
  item.iconPath = iconOf(shown);
  item.contextValue = isInUse ? 'modelInUse' : 'model';
  item.command = { command: 'vscode.open', title: vscode.l10n.t('Open'), arguments: [uri] };
  item.accessibilityInformation = {
    label: [item.label, item.description].filter((part) => part !== '').join(', '),
  };
  return item;
}

/** The verdict in a few words; empty while it is not known. */
function wordsOf(shown: Shown | undefined): string {
  if (shown === undefined) return vscode.workspace.isTrusted ? '…' : '';
  if (shown.standing === 'failed') {
    const isOfEngine = shown.error.code.startsWith('engine');
    return isOfEngine ? vscode.l10n.t('not checked') : vscode.l10n.t('cannot be read');
  }
  const { classes = 0, standing } = shown;
  const word = standing === 'refused' ? otherWay(shown) : WORDS[standing]();
  if (word === undefined) return vscode.l10n.t('no map');
  const many = classes === 1 ? vscode.l10n.t('1 class') : vscode.l10n.t('{0} classes', classes);
  return `${word} · ${many}`;
}

/** How maps of a model without a CAM are made; undefined if there are none. */
function otherWay({ methods = [] }: ModelVerdict): string | undefined {
  if (methods.length === 0) return undefined;
  const isByGradient = methods.some(({ method }) => method !== 'occlusion');
  return isByGradient ? vscode.l10n.t('by gradient') : vscode.l10n.t('by occlusion');
}

const WORDS = {
  exact: () => vscode.l10n.t('exact'),
  approximate: () => vscode.l10n.t('approximate'),
  mismatch: () => vscode.l10n.t('not exact'),
};

function explanationOf(shown: Shown): string {
  const { text, error } = shown;
  if (!error) return text;
  const reason = `${error.message} ${error.nextAction}`;
  const { methods = [] } = shown.standing === 'failed' ? {} : shown;
  if (methods.length === 0) return reason;
  const names = methods.map(({ name }) => name).join(', ');
  return [vscode.l10n.t('No CAM, but maps by: {0}.', names), reason].join('\n\n');
}

function iconOf(shown: Shown | undefined): vscode.ThemeIcon {
  switch (shown?.standing) {
    case undefined:
      return new vscode.ThemeIcon('file-binary');
    case 'exact':
      return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
    case 'approximate':
      return new vscode.ThemeIcon('info');
    case 'refused':
      return new vscode.ThemeIcon(otherWay(shown) === undefined ? 'circle-slash' : 'graph-line');
    case 'mismatch':
    case 'failed':
      return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  }
}
