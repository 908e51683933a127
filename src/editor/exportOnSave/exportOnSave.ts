import * as vscode from 'vscode';
import { requireTrust } from '../workspaceTrust.ts';
import { chooseExport } from './chooseExport.ts';
import { ExportAnswers } from './exportAnswers.ts';
import { showExportMenu } from './exportMenu.ts';
import { changeExportSettings, exportSettings, isConfigured } from './exportSettings.ts';
import { ExportStatusBar } from './exportStatusBar.ts';
import { FolderExport } from './folderExport.ts';
import type { IsModelSource } from './modelSource.ts';
import { isAmong } from './modelSource.ts';
import { ExplicitSaves } from './saves.ts';

const MENU = 'camLens.exportMenu';
const IS_EXPORTING = 'camLens.isExporting';

export interface ExportOnSaveOptions {
  readonly context: vscode.ExtensionContext;
  /** Decides about a saved document if the settings name no sources. */
  readonly isModelSource: IsModelSource;
}

/** *Export Model*, and the same on each save of the model's source if the workspace has opted in. */
export function registerExportOnSave(options: ExportOnSaveOptions): vscode.Disposable {
  const exporter = new Exporter(options);
  return vscode.Disposable.from(
    exporter,
    vscode.workspace.onDidChangeConfiguration((event) => {
      const concerned = ['camLens.export', 'files.autoSave'];
      if (concerned.some((section) => event.affectsConfiguration(section))) exporter.configure();
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => exporter.forget(removed)),
    vscode.commands.registerCommand('camLens.exportModel', () => exporter.exportModel()),
    vscode.commands.registerCommand('camLens.cancelExport', () => exporter.cancel()),
    vscode.commands.registerCommand('camLens.toggleExportOnSave', () => exporter.toggle()),
    vscode.commands.registerCommand(MENU, () => exporter.showMenu()),
  );
}

class Exporter implements vscode.Disposable {
  readonly #options: ExportOnSaveOptions;
  readonly #folders = new Map<string, FolderExport>();
  readonly #statusBar = new ExportStatusBar(MENU);
  readonly #saves = new ExplicitSaves((document) => void this.#saved(document));
  readonly #answers: ExportAnswers;
  #isFailureShown = false;
  #isAsking = false;
  /** Files that are saved now do not start another export. */
  #isSaving = false;

  constructor(options: ExportOnSaveOptions) {
    this.#options = options;
    this.#answers = new ExportAnswers(options.context.workspaceState);
    this.configure();
  }

  async exportModel(): Promise<void> {
    const folder = await this.#permittedFolder();
    if (!folder) return;
    if (!isConfigured(exportSettings(folder)) && !(await this.#choose(folder))) return;
    await this.#answers.remember(folder, true);
    // As VS Code does before a task: the user sees what is exported.
    this.#isSaving = true;
    await vscode.workspace.saveAll(false);
    this.#isSaving = false;
    this.#of(folder).now({ file: activeFile(), isByHand: true });
  }

  async toggle(): Promise<void> {
    const folder = await this.#permittedFolder();
    if (!folder) return;
    const settings = exportSettings(folder);
    const onSave = !settings.onSave;
    if (onSave && !isConfigured(settings) && !(await this.#choose(folder))) return;
    await changeExportSettings(folder, { onSave });
    if (onSave) await this.#answers.remember(folder, true);
    const { task, command } = exportSettings(folder);
    const what = task || command;
    const message = onSave
      ? vscode.l10n.t('Saving the model’s source now runs “{0}” in {1}.', what, folder.name)
      : vscode.l10n.t('Saving no longer exports the model of {0}.', folder.name);
    void vscode.window.showInformationMessage(message);
  }

  async #saved(document: vscode.TextDocument): Promise<void> {
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    if (!folder || this.#isSaving || !vscode.workspace.isTrusted) return;
    const settings = exportSettings(folder);
    if (!settings.onSave) return;
    const isSource =
      settings.sources.length > 0
        ? isAmong(settings.sources, document, folder)
        : await this.#options.isModelSource(document);
    if (!isSource) return;
    if (isConfigured(settings)) {
      if (!(await this.#mayRun(folder))) return;
      this.#of(folder).afterSave({ file: document.uri.fsPath, isByHand: false });
    } else {
      const message = vscode.l10n.t(
        'Export on save is on in {0}, but no command is set.',
        folder.name,
      );
      await this.#showFailure(folder, message);
    }
  }

  /** Whoever chooses a command knows it. */
  async #choose(folder: vscode.WorkspaceFolder): Promise<boolean> {
    const isChosen = await chooseExport(folder);
    if (isChosen) await this.#answers.remember(folder, true);
    return isChosen;
  }

  /** Asks once for each command: it may have come with the repository, and saving is no sign that the user knows it. */
  async #mayRun(folder: vscode.WorkspaceFolder): Promise<boolean> {
    const known = this.#answers.of(folder);
    if (known !== undefined || this.#isAsking) return known ?? false;
    this.#isAsking = true;
    const { task, command } = exportSettings(folder);
    const run = vscode.l10n.t('Run on Save');
    const refuse = vscode.l10n.t('Don’t Run');
    const question = vscode.l10n.t(
      'The settings of {0} run “{1}” whenever you save the model’s source. Allow this?',
      folder.name,
      task || command,
    );
    const answer = await vscode.window.showWarningMessage(question, run, refuse);
    this.#isAsking = false;
    if (answer === undefined) return false;
    const isSame =
      exportSettings(folder).task === task && exportSettings(folder).command === command;
    if (!isSame) return false;
    await this.#answers.remember(folder, answer === run);
    return answer === run;
  }

  cancel(): void {
    for (const exported of this.#folders.values()) exported.cancel();
  }

  async showMenu(): Promise<void> {
    const running = [...this.#folders.values()].find(({ isRunning }) => isRunning);
    const exported = running ?? (await this.#chosenFolder().then((f) => f && this.#of(f)));
    if (!exported) return;
    await showExportMenu(exported, {
      exportNow: () => void this.exportModel(),
      choose: () => this.#choose(exported.folder),
    });
  }

  forget(folders: readonly vscode.WorkspaceFolder[]): void {
    for (const folder of folders) {
      const key = folder.uri.toString();
      this.#folders.get(key)?.dispose();
      this.#folders.delete(key);
    }
    this.configure();
  }

  /** Updates after a change of settings or folders. */
  configure(): void {
    const folders = vscode.workspace.workspaceFolders ?? [];
    this.#saves.listen(folders.some((folder) => exportSettings(folder).onSave));
    this.#update();
  }

  /** Shows what runs. */
  #update(): void {
    const exports = [...this.#folders.values()];
    this.#statusBar.update(exports);
    const isExporting = exports.some(({ isRunning }) => isRunning);
    void vscode.commands.executeCommand('setContext', IS_EXPORTING, isExporting);
  }

  dispose(): void {
    for (const exported of this.#folders.values()) exported.dispose();
    this.#statusBar.dispose();
    this.#saves.dispose();
  }

  async #permittedFolder(): Promise<vscode.WorkspaceFolder | undefined> {
    const reason = vscode.l10n.t(
      'Exporting a model runs a command of the workspace, so it needs a trusted workspace.',
    );
    if (!(await requireTrust(reason))) return undefined;
    const folder = await this.#chosenFolder();
    if (!folder && !vscode.workspace.workspaceFolders) {
      void vscode.window.showErrorMessage(
        vscode.l10n.t('There is no folder to export a model in. Open one first.'),
      );
    }
    return folder;
  }

  /** The folder of the file in the editor, else the only folder, else the one that the user picks. */
  async #chosenFolder(): Promise<vscode.WorkspaceFolder | undefined> {
    const uri = vscode.window.activeTextEditor?.document.uri;
    const ofEditor = uri && vscode.workspace.getWorkspaceFolder(uri);
    const [first, ...others] = vscode.workspace.workspaceFolders ?? [];
    if (ofEditor) return ofEditor;
    return others.length === 0 ? first : await vscode.window.showWorkspaceFolderPick();
  }

  #of(folder: vscode.WorkspaceFolder): FolderExport {
    const key = folder.uri.toString();
    let exported = this.#folders.get(key);
    if (!exported) {
      exported = new FolderExport(folder, {
        processPath: this.#options.context.asAbsolutePath('dist/exportRun.cjs'),
        mayRunOnSave: () => this.#answers.of(folder) === true,
        onChange: () => this.#update(),
        onFailure: (message) => void this.#showFailure(folder, message),
      });
      this.#folders.set(key, exported);
    }
    return exported;
  }

  /** One message at a time: otherwise each save would show the same message again. */
  async #showFailure(folder: vscode.WorkspaceFolder, message: string): Promise<void> {
    if (this.#isFailureShown) return;
    this.#isFailureShown = true;
    const exported = this.#of(folder);
    const showOutput = vscode.l10n.t('Show Output');
    const change = vscode.l10n.t('Change Command…');
    const actions = exported.outcome ? [showOutput, change] : [change];
    const answer = await vscode.window.showErrorMessage(message, ...actions);
    this.#isFailureShown = false;
    if (answer === showOutput) exported.showOutput();
    if (answer === change) await this.#choose(folder);
  }
}

function activeFile(): string | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri?.scheme === 'file' ? uri.fsPath : undefined;
}
