import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { IndexOptions } from '../../cam/folder/indexPlace.ts';
import type { Learner, TrainingReport } from '../../cam/results/training.ts';
import { NEAR_DUPLICATES } from '../../cam/results/training.ts';
import type { FolderAction, FolderPageState, ThumbnailRequests } from '../../protocol/folder.ts';
import type { FromTrain, NewModelView, ToTrain, TrainingTables } from '../../protocol/train.ts';
import { usesColourProfile } from '../colourProfile.ts';
import { actionsAbout } from '../folder/folderActions.ts';
import type { ScanSubject } from '../folder/folderScan.ts';
import type { FolderServices } from '../folder/folderServices.ts';
import { folderThumbnails } from '../folder/folderThumbnails.ts';
import { showCam } from '../folder/otherFeatures.ts';
import type { PanelChoice } from '../folder/panelTarget.ts';
import { Panel } from '../panels/panel.ts';
import { RequestHandler } from '../panels/requestHandler.ts';
import { changedTable, pickClass } from './changeClass.ts';
import { pickOut, pickTable, TrainingChoices } from './choices.ts';
import { openNewModel } from './newModel.ts';
import { Training } from './training.ts';

/** A folder of images whose classes are learned on the features of one model. */
export class TrainPanel extends Panel<ToTrain, FromTrain> {
  readonly #modelPath: string;
  readonly #services: FolderServices;
  readonly #choices: TrainingChoices;
  readonly #training: Training;
  readonly #requests: RequestHandler<ThumbnailRequests>;
  /** Files that the user has agreed to replace. */
  readonly #replaceable = new Set<string>();
  #folder: string | undefined;
  #view: Record<string, unknown> = {};
  #report: TrainingReport | undefined;
  /** Classes of images that were changed since the last training; empty for none. */
  #changed: Record<string, string> = {};

  constructor(panel: vscode.WebviewPanel, modelPath: string, services: FolderServices) {
    super(panel, services);
    this.#modelPath = modelPath;
    this.#services = services;
    this.#choices = new TrainingChoices(services.context);
    this.#training = new Training(services.scanEngine, {
      onProgress: (progress) => this.postShown({ type: 'progress', progress }),
      onLearning: (share) => this.postShown({ type: 'learning', share }),
      onReport: (report) => this.#onReport(report),
      onError: (error) => this.#fail(error),
    });
    this.#requests = new RequestHandler<ThumbnailRequests>(
      {
        thumbnails: ({ paths }) => folderThumbnails(services.engine, this.#folder ?? '', paths),
      },
      (reply) => this.post(reply),
      (error) => this.dataOf(error),
    );
    this.parts.add(
      this.#training,
      { dispose: () => this.#requests.clear() },
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.page.beginAgain();
        void this.#refresh();
      }),
      services.variants.onDidChange((model) => {
        if (model === modelPath) void this.#refresh();
      }),
    );
    this.open('train');
  }

  /** Without a folder, the one that is shown; a user is asked for the first one. */
  async show({ folder }: PanelChoice): Promise<void> {
    if (!this.panel.visible) this.panel.reveal();
    if (folder !== undefined && folder !== this.#folder) await this.#change(folder);
    else if (this.#folder === undefined) await this.#chooseFolder();
    else await this.#refresh();
  }

  async restore({ folder, view }: FolderPageState): Promise<void> {
    this.#view = view;
    if (folder !== undefined) await this.#change(folder);
  }

  protected override begin(): ToTrain[] {
    const folder = this.#folder;
    return [
      {
        type: 'start',
        fileName: path.basename(this.#modelPath),
        modelPath: this.#modelPath,
        isTrusted: vscode.workspace.isTrusted,
        folder: folder === undefined ? undefined : { path: folder, name: path.basename(folder) },
        view: this.#view,
      },
    ];
  }

  protected override receive(message: FromTrain): void {
    switch (message.type) {
      case 'ready':
        // The request ids of an earlier page mean other requests in this one.
        this.#requests.clear();
        this.page.ready();
        break;
      case 'manageTrust':
        void vscode.commands.executeCommand('workbench.trust.manage');
        break;
      case 'action':
        void this.#act(message.action);
        break;
      case 'chooseFolder':
        void this.#chooseFolder();
        break;
      case 'scan':
        void this.#refresh();
        break;
      case 'cancelScan':
        this.#training.cancel();
        break;
      case 'viewChanged':
        this.#view = message.view;
        break;
      case 'train':
        void this.#train(message.learner);
        break;
      case 'setBorder':
        void this.#setBorder(message.border);
        break;
      case 'keepTogether':
        void this.#setTable('groups', NEAR_DUPLICATES);
        break;
      case 'chooseOut':
        void this.#chooseOut();
        break;
      case 'chooseTable':
        void this.#chooseTable(message.table);
        break;
      case 'changeClass':
        void this.#changeClass(message.paths);
        break;
      case 'forgetTable':
        void this.#setTable(message.table, undefined);
        break;
      case 'openNewModel':
        void this.#open(message.view);
        break;
      case 'showCam':
        void this.#showCam(message);
        break;
      default:
        if (this.#mayAsk) this.#requests.receive(message);
    }
  }

  get #mayAsk(): boolean {
    return this.#folder !== undefined && vscode.workspace.isTrusted;
  }

  get #subject(): ScanSubject {
    return { model: this.#modelPath, folder: this.#folder ?? '' };
  }

  get #options(): IndexOptions & TrainingTables {
    const { folder } = this.#subject;
    const border = this.#choices.border(folder);
    return {
      ...this.#services.variants.of(this.#modelPath),
      ...this.#choices.tables(folder),
      ...(border > 0 ? { border } : {}),
      useColourProfile: usesColourProfile(),
    };
  }

  async #chooseFolder(): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    const title = vscode.l10n.t('Folder with a sub-folder of images for each class');
    const folder = await this.#services.folders.choose(this.#modelPath, title);
    if (folder !== undefined && !this.isDisposed) await this.#change(folder);
  }

  async #change(folder: string): Promise<void> {
    this.#training.dispose();
    this.#folder = folder;
    this.#report = undefined;
    this.#changed = {};
    this.page.showAlone({ type: 'progress', progress: undefined });
    this.page.beginAgain();
    await this.#refresh();
  }

  /** Finds out what the folder has to learn from, and what was learned last. */
  async #refresh(): Promise<void> {
    if (!this.#mayAsk) return;
    const { model, folder } = this.#subject;
    const isStill = () => !this.isDisposed && folder === this.#folder;
    try {
      const { engine } = this.#services;
      const args: [string, string, IndexOptions] = [model, folder, this.#options];
      const { last, ...state } = await engine.call('trainingState', args);
      if (!isStill()) return;
      this.#report = last;
      this.postShown({ type: 'failure', failure: undefined });
      this.#showSettings();
      this.postShown({ type: 'report', report: last });
      this.postShown({ type: 'state', state });
    } catch (error) {
      if (isStill()) this.#fail(error);
    }
  }

  async #train(learner: Learner): Promise<void> {
    if (!this.#mayAsk || this.#training.isRunning) return;
    const { folder } = this.#subject;
    const out = this.#choices.out(this.#modelPath, folder);
    if (existsSync(out) && !(await this.#mayReplace(out))) return;
    if (this.isDisposed || folder !== this.#folder) return;
    this.postShown({ type: 'failure', failure: undefined });
    await this.#training.start(this.#subject, { ...this.#options, out, replaces: true, learner });
  }

  async #mayReplace(file: string): Promise<boolean> {
    if (this.#replaceable.has(file)) return true;
    const replace = vscode.l10n.t('Replace');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('{0} exists already. Replace it by the new model?', path.basename(file)),
      { modal: true, detail: file },
      replace,
    );
    if (answer === replace) this.#replaceable.add(file);
    return answer === replace;
  }

  async #onReport(report: TrainingReport): Promise<void> {
    // What was written here may be written again without a question.
    this.#replaceable.add(report.file);
    this.#changed = {};
    this.postShown({ type: 'changed', classes: {} });
    await this.#refresh();
  }

  async #changeClass(paths: string[]): Promise<void> {
    const { folder } = this.#subject;
    const names = this.#report?.classes.map(({ name }) => name) ?? [];
    const className = await pickClass(paths, names);
    if (className === undefined || this.isDisposed || folder !== this.#folder) return;
    try {
      const out = this.#choices.out(this.#modelPath, folder);
      const { labels } = this.#choices.tables(folder);
      const table = changedTable(out, labels);
      const change = { paths, className: className === '' ? undefined : className };
      await this.#services.engine.call('changeClasses', [folder, labels, table, change]);
      await this.#choices.setTable(folder, 'labels', table);
      this.#changed = {
        ...this.#changed,
        ...Object.fromEntries(paths.map((one) => [one, className])),
      };
      this.postShown({ type: 'changed', classes: this.#changed });
      await this.#refresh();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #chooseOut(): Promise<void> {
    const { folder } = this.#subject;
    const out = await pickOut(this.#choices.out(this.#modelPath, folder));
    if (out === undefined || this.isDisposed) return;
    // The dialog has asked.
    this.#replaceable.add(out);
    await this.#choices.setOut(this.#modelPath, folder, out);
    this.#showSettings();
  }

  /** Another table of classes, or the sub-folders again. */
  async #chooseLabels(): Promise<void> {
    const { folder } = this.#subject;
    if (this.#choices.tables(folder).labels === undefined) return this.#chooseTable('labels');
    const subfolders = vscode.l10n.t('Use the sub-folders');
    const other = vscode.l10n.t('Choose a table…');
    const chosen = await vscode.window.showQuickPick([subfolders, other]);
    if (chosen === subfolders) await this.#setTable('labels', undefined);
    if (chosen === other) await this.#chooseTable('labels');
  }

  async #chooseTable(table: keyof TrainingTables): Promise<void> {
    const file = await pickTable(table, this.#subject.folder);
    if (file !== undefined && !this.isDisposed) await this.#setTable(table, file);
  }

  async #setTable(table: keyof TrainingTables, file: string | undefined): Promise<void> {
    await this.#choices.setTable(this.#subject.folder, table, file);
    await this.#refresh();
  }

  #showSettings(): void {
    const { folder } = this.#subject;
    const settings = {
      out: this.#choices.out(this.#modelPath, folder),
      tables: this.#choices.tables(folder),
      border: this.#choices.border(folder),
    };
    this.postShown({ type: 'settings', settings });
  }

  async #setBorder(border: number): Promise<void> {
    await this.#choices.setBorder(this.#subject.folder, border);
    await this.#refresh();
  }

  async #open(view: NewModelView): Promise<void> {
    if (this.#report) await openNewModel(this.#report.file, this.#subject.folder, view);
  }

  async #showCam({
    path: picture,
    classIndex,
    contrastClass,
  }: Extract<FromTrain, { type: 'showCam' }>): Promise<void> {
    if (!this.#report) return;
    const choice = { classIndex, contrastClass, pooledChannel: undefined };
    await showCam(this.#services.models, this.#report.file, picture, choice);
  }

  #fail(error: unknown): void {
    const data = this.dataOf(error);
    const { folder } = this.#subject;
    const { labels } = this.#choices.tables(folder);
    const actions = actionsAbout(data, folder, labels === undefined ? {} : { labels });
    const hasOtherLabels = data.code === 'labelsUnreadable' && !actions.includes('chooseLabels');
    this.postShown({
      type: 'failure',
      failure: { error: data, actions: hasOtherLabels ? ['chooseLabels', ...actions] : actions },
    });
  }

  async #act(action: FolderAction): Promise<void> {
    switch (action) {
      case 'chooseFolder':
        return this.#chooseFolder();
      case 'chooseLabels':
        return this.#chooseLabels();
      case 'editPreprocessing':
        await vscode.commands.executeCommand('camLens.editPreprocessing', this.#modelPath);
        return;
      default:
        return this.#refresh();
    }
  }
}
