import path from 'node:path';
import * as vscode from 'vscode';
import { configFilesBeside } from '../../cam/config/sidecarFile.ts';
import type { EvaluationOverview } from '../../cam/results/evaluation/overview.ts';
import type {
  ChosenSources,
  EvaluateRequests,
  FromEvaluate,
  ReportKind,
  ToEvaluate,
} from '../../protocol/evaluate.ts';
import type { FolderAction, FolderPageState } from '../../protocol/folder.ts';
import { FollowedReading } from '../files/followedReading.ts';
import { watchFiles } from '../files/watchFiles.ts';
import type { ChosenFolders } from '../folder/chosenFolders.ts';
import { actionsAbout } from '../folder/folderActions.ts';
import type { ScanSubject } from '../folder/folderScan.ts';
import { FolderScan } from '../folder/folderScan.ts';
import type { ScannedFolders } from '../folder/scannedFolders.ts';
import type { ModelChoice } from '../models/modelChoice.ts';
import type { PanelServices } from '../panels/panel.ts';
import { Panel } from '../panels/panel.ts';
import { RequestHandler } from '../panels/requestHandler.ts';
import type { EvaluationEngines } from './engine.ts';
import { EvaluationEngine } from './engine.ts';
import { ReportJobs } from './reportJobs.ts';
import { requestHandlers } from './requests.ts';
import { Sources } from './sources.ts';

/** What the panel needs from the extension. */
export interface EvaluateServices extends EvaluationEngines, PanelServices {
  models: ModelChoice;
  folders: ChosenFolders;
  scans: ScannedFolders;
}

/** A folder under one model: passes the page's requests to the engine while the folder may be run. */
export class EvaluatePanel extends Panel<ToEvaluate, FromEvaluate> {
  static readonly viewType = 'camLens.evaluate';

  readonly modelPath: string;
  readonly #services: EvaluateServices;
  readonly #engine: EvaluationEngine;
  readonly #requests: RequestHandler<EvaluateRequests>;
  readonly #reports = new ReportJobs<ReportKind>();
  readonly #sources: Sources;
  readonly #scan: FolderScan;
  readonly #reading: FollowedReading;
  #view: Record<string, unknown> = {};
  #folder: string | undefined;
  #overview: EvaluationOverview | undefined;
  #isModelKnown = false;
  #isFailed = false;

  constructor(panel: vscode.WebviewPanel, modelPath: string, services: EvaluateServices) {
    super(panel, services);
    const { context, folders } = services;
    this.modelPath = modelPath;
    this.#services = services;
    this.#sources = new Sources(context);
    this.#engine = new EvaluationEngine(services, (folder) => this.#sources.of(folder));
    this.#folder = folders.of(modelPath);
    this.#requests = new RequestHandler<EvaluateRequests>(
      requestHandlers({
        engine: this.#engine,
        reports: this.#reports,
        context,
        subject: () => this.#subject(),
        version: () => this.#overview?.version,
        onNewSettings: () => void this.#refresh(),
      }),
      (reply) => this.post(reply),
      (error) => this.dataOf(error),
    );
    this.#scan = new FolderScan(this.#engine, {
      onProgress: (progress) => this.postShown({ type: 'progress', progress }),
      onGrowth: () => this.#refresh(),
      onError: (error) => this.#showFailure(error),
    });
    this.#reading = new FollowedReading(
      {
        read: (isPatient, isNewest) => this.#read(isPatient, isNewest),
        // The page keeps what it has.
        wait: () => undefined,
        fail: (error) => this.#showFailure(error),
      },
      watchFiles,
    );
    panel.title = vscode.l10n.t('Evaluation: {0}', path.basename(modelPath));
    panel.iconPath = vscode.Uri.joinPath(context.extensionUri, 'media', 'icons', 'heatmap.svg');
    this.#followServices();
    this.open('evaluate');
    this.#reading.follow([modelPath, ...configFilesBeside(modelPath)]);
  }

  static create(modelPath: string, services: EvaluateServices): EvaluatePanel {
    const title = vscode.l10n.t('Evaluate Folder');
    const column = vscode.ViewColumn.Active;
    const panel = vscode.window.createWebviewPanel(EvaluatePanel.viewType, title, column);
    return new EvaluatePanel(panel, modelPath, services);
  }

  /**
   * @param folder absolute; left out, the one of last time
   * @param scanAgain pictures that are new or have changed are looked for
   */
  async show(folder: string | undefined, scanAgain = false): Promise<void> {
    if (!this.panel.visible) this.panel.reveal();
    if (folder !== undefined) await this.#useAndScan(folder);
    else if (this.#folder !== undefined) await this.#refresh();
    else await this.#chooseFolder();
    if (scanAgain) this.#startScan();
  }

  /** Brings a panel back after a window reload. */
  async restore({ folder, view }: FolderPageState): Promise<void> {
    this.#view = view;
    this.#folder = folder;
    this.post(this.#start());
    await this.#refresh();
  }

  override dispose(): void {
    this.#scan.dispose();
    this.#reports.stopAll();
    this.#requests.clear();
    super.dispose();
  }

  protected override begin(): ToEvaluate[] {
    return [this.#start(), { type: 'sources', sources: this.#sources.of(this.#folder ?? '') }];
  }

  protected override receive(message: FromEvaluate): void {
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
      case 'chooseSource':
        void this.#chooseSource(message.source);
        break;
      case 'chooseBefore':
        void this.#chooseBefore();
        break;
      case 'chooseMaps':
        void this.#chooseMaps();
        break;
      case 'scan':
        this.#startScan();
        break;
      case 'cancelScan':
        this.#scan.cancel();
        break;
      case 'request':
      case 'cancel':
        if (this.#mayAsk()) this.#requests.receive(message);
        break;
      case 'stopReport':
        this.#reports.stop(message.kind);
        break;
      case 'showCam':
        void this.#showCam(message);
        break;
      case 'pin':
        void this.#pin(message.paths);
        break;
      case 'viewChanged':
        this.#view = message.view;
        break;
      default:
        message satisfies never;
    }
  }

  #followServices(): void {
    const { variants, scans } = this.#services;
    this.parts.add(
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.post(this.#start());
        void this.#refresh();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('camLens.useColourProfile')) void this.#refresh();
      }),
      variants.onDidChange((model) => {
        if (model !== this.modelPath) return;
        this.#isModelKnown = false;
        void this.#refresh();
      }),
      scans.onDidForget(({ indexFolder }) => {
        if (indexFolder !== this.#overview?.indexFolder) return;
        this.#overview = undefined;
        void this.#refresh();
      }),
      this.#reading,
    );
  }

  /** Finds out what is known of the folder now. */
  #refresh(): Promise<void> {
    return this.#reading.read();
  }

  /** @param isChanged files of the model may have changed since it was read */
  async #read(isChanged: boolean, isNewest: () => boolean): Promise<void> {
    if (this.isDisposed || !this.#mayAsk()) return;
    const subject = this.#subject();
    try {
      const overview = await this.#engine.overview(subject);
      if (this.isDisposed || !isNewest() || subject.folder !== this.#folder) return;
      this.#isFailed = false;
      this.postShown({ type: 'failure', failure: undefined });
      // What was found with the old model can be viewed until the folder is run again.
      const isOtherModel = overview === undefined && this.#overview !== undefined;
      this.postShown({ type: 'modelChanged', isChanged: isOtherModel });
      if (isOtherModel) {
        this.#isModelKnown = false;
        return;
      }
      if (isChanged || !this.#isModelKnown) {
        this.postShown({ type: 'model', model: await this.#engine.model(subject) });
        this.#isModelKnown = true;
      }
      if (this.isDisposed || !isNewest() || subject.folder !== this.#folder) return;
      this.#overview = overview;
      this.postShown({ type: 'overview', overview });
      if (overview) {
        const index = { ...overview, images: overview.pictures };
        await this.#services.scans.remember(this.modelPath, index, this.#scan.isRunning);
      }
    } catch (error) {
      if (!this.isDisposed && subject.folder === this.#folder) throw error;
    }
  }

  async #use(folder: string): Promise<void> {
    if (folder !== this.#folder) {
      this.#scan.dispose();
      this.#reports.stopAll();
      this.#overview = undefined;
      this.#isModelKnown = false;
      this.#folder = folder;
      await this.#services.folders.remember(this.modelPath, folder);
      this.page.showAlone({ type: 'progress', progress: undefined });
      for (const message of this.begin()) this.post(message);
    }
    await this.#refresh();
  }

  async #act(action: FolderAction): Promise<void> {
    switch (action) {
      case 'retry':
        return this.#refresh();
      case 'chooseFolder':
        return this.#chooseFolder();
      case 'scanAgain':
        return this.#startScan();
      case 'editPreprocessing':
        await vscode.commands.executeCommand('camLens.editPreprocessing', this.modelPath);
        return;
      case 'chooseLabels':
        return this.#chooseSource('labels');
      case 'chooseAnnotations':
        return this.#chooseSource('annotations');
      default:
        action satisfies never;
    }
  }

  async #chooseFolder(): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    const title = vscode.l10n.t('Folder of images to evaluate {0}', path.basename(this.modelPath));
    const folder = await this.#services.folders.choose(this.modelPath, title);
    if (folder === undefined || this.isDisposed) return;
    await this.#useAndScan(folder);
  }

  async #chooseSource(source: keyof ChosenSources): Promise<void> {
    const folder = this.#folder;
    if (folder === undefined || !(await this.#sources.choose(folder, source))) return;
    if (this.isDisposed || folder !== this.#folder) return;
    this.post({ type: 'sources', sources: this.#sources.of(folder) });
    await this.#refresh();
  }

  async #chooseBefore(): Promise<void> {
    const model = await this.#services.models.pickToCompare(this.modelPath);
    if (model === undefined) return;
    this.postShown({ type: 'before', before: { path: model, name: path.basename(model) } });
  }

  async #chooseMaps(): Promise<void> {
    const [folder] =
      (await vscode.window.showOpenDialog({
        title: vscode.l10n.t(
          'Folder of .npy maps, laid out as the images or as wsolevaluation does',
        ),
        openLabel: vscode.l10n.t('Choose'),
        defaultUri: vscode.Uri.file(path.dirname(this.#folder ?? this.modelPath)),
        canSelectFiles: false,
        canSelectFolders: true,
      })) ?? [];
    if (folder) this.post({ type: 'maps', folder: folder.fsPath });
  }

  /** A user who chooses a folder that was never run wants it to be run. */
  async #useAndScan(folder: string): Promise<void> {
    await this.#use(folder);
    if (this.#overview === undefined && !this.#isFailed) this.#startScan();
  }

  #startScan(): void {
    if (!this.#mayAsk()) return;
    this.postShown({ type: 'failure', failure: undefined });
    void this.#scan.start(this.#subject());
  }

  async #showCam(message: Extract<FromEvaluate, { type: 'showCam' }>): Promise<void> {
    const { path: image, classIndex, contrastClass } = message;
    await this.#useModel();
    const choice = { classIndex, contrastClass, pooledChannel: undefined };
    const uri = vscode.Uri.file(image);
    await vscode.commands.executeCommand('camLens.showCam', uri, undefined, choice);
  }

  async #pin(paths: string[]): Promise<void> {
    const [first, ...others] = paths.map((image) => vscode.Uri.file(image));
    if (!first) return;
    await this.#useModel();
    await vscode.commands.executeCommand('camLens.pinImage', first, [first, ...others]);
  }

  /** Other features are about the model in use. */
  async #useModel(): Promise<void> {
    const { models } = this.#services;
    if (models.current() !== this.modelPath) await models.use(this.modelPath);
  }

  #showFailure(error: unknown): void {
    this.#isFailed = true;
    const data = this.dataOf(error);
    const actions = actionsAbout(data, this.#folder, this.#sources.of(this.#folder ?? ''));
    this.postShown({ type: 'failure', failure: { error: data, actions } });
  }

  /** A model is run only in a trusted workspace. */
  #mayAsk(): boolean {
    return this.#folder !== undefined && vscode.workspace.isTrusted;
  }

  #subject(): ScanSubject {
    return { model: this.modelPath, folder: this.#folder ?? '' };
  }

  #start(): ToEvaluate {
    const folder = this.#folder;
    return {
      type: 'start',
      fileName: path.basename(this.modelPath),
      modelPath: this.modelPath,
      isTrusted: vscode.workspace.isTrusted,
      folder: folder === undefined ? undefined : { path: folder, name: path.basename(folder) },
      view: this.#view,
    };
  }
}
