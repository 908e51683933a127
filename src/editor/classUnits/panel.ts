import path from 'node:path';
import * as vscode from 'vscode';
import { configFilesBeside } from '../../cam/config/sidecarFile.ts';
import type { IndexSummary } from '../../cam/results/units.ts';
import type { UnitsModel } from '../../cam/units/unitsModel.ts';
import type {
  ClassUnitsRequests,
  FromClassUnits,
  SavedForm,
  ToClassUnits,
} from '../../protocol/classUnits.ts';
import type { FolderAction, FolderPageState } from '../../protocol/folder.ts';
import { FollowedReading } from '../files/followedReading.ts';
import { saveBytes } from '../files/saveFile.ts';
import { watchFiles } from '../files/watchFiles.ts';
import type { ChosenFolders } from '../folder/chosenFolders.ts';
import { actionsAbout } from '../folder/folderActions.ts';
import type { ScanSubject } from '../folder/folderScan.ts';
import { FolderScan } from '../folder/folderScan.ts';
import { isInside } from '../folder/insideFolder.ts';
import { NewestQueue } from '../folder/newestQueue.ts';
import type { ScannedFolders } from '../folder/scannedFolders.ts';
import type { ModelChoice } from '../models/modelChoice.ts';
import type { PanelServices } from '../panels/panel.ts';
import { Panel } from '../panels/panel.ts';
import type { Asked, RequestHandlers } from '../panels/requestHandler.ts';
import { RequestHandler } from '../panels/requestHandler.ts';
import type { UnitsEngines } from './engine.ts';
import { ClassUnitsEngine } from './engine.ts';

/** What the panel needs from the extension. */
export interface ClassUnitsServices extends UnitsEngines, PanelServices {
  models: ModelChoice;
  folders: ChosenFolders;
  scans: ScannedFolders;
}

/** What the user chose when giving the command; what is left out stays as it is. */
export interface ClassUnitsChoice {
  /** Absolute. */
  folder?: string;
  classIndex?: number;
  /** Pictures that are new or have changed are looked for. */
  scanAgain?: boolean;
}

/** The units of one model: passes the page's requests to the engine while a scan may run. */
export class ClassUnitsPanel extends Panel<ToClassUnits, FromClassUnits> {
  static readonly viewType = 'camLens.classUnits';

  readonly modelPath: string;
  readonly #services: ClassUnitsServices;
  readonly #engine: ClassUnitsEngine;
  readonly #requests: RequestHandler<ClassUnitsRequests>;
  readonly #scan: FolderScan;
  readonly #reading: FollowedReading;
  #view: Record<string, unknown> = {};
  #folder: string | undefined;
  #index: IndexSummary | undefined;
  #model: UnitsModel | undefined;
  /** Number of names that are being written. */
  #writing = 0;
  #isFailed = false;

  constructor(panel: vscode.WebviewPanel, modelPath: string, services: ClassUnitsServices) {
    super(panel, services);
    const { context, variants, folders } = services;
    this.modelPath = modelPath;
    this.#services = services;
    this.#engine = new ClassUnitsEngine(services);
    this.#folder = folders.of(modelPath);
    this.#requests = new RequestHandler<ClassUnitsRequests>(
      this.#handlers(),
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
    panel.title = vscode.l10n.t('Units: {0}', path.basename(modelPath));
    panel.iconPath = vscode.Uri.joinPath(context.extensionUri, 'media', 'icons', 'heatmap.svg');
    this.parts.add(
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.post(this.#start());
        void this.#refresh();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('camLens.useColourProfile')) void this.#refresh();
      }),
      variants.onDidChange((model) => {
        if (model === modelPath) void this.#refresh();
      }),
      services.scans.onDidForget(({ indexFolder }) => {
        if (indexFolder !== this.#index?.indexFolder) return;
        this.#index = undefined;
        this.#model = undefined;
        void this.#refresh();
      }),
      this.#reading,
    );
    this.open('classUnits');
    this.#reading.follow([modelPath, ...configFilesBeside(modelPath)]);
  }

  static create(modelPath: string, services: ClassUnitsServices): ClassUnitsPanel {
    const title = vscode.l10n.t('Class Units');
    const panel = vscode.window.createWebviewPanel(
      ClassUnitsPanel.viewType,
      title,
      vscode.ViewColumn.Active,
    );
    return new ClassUnitsPanel(panel, modelPath, services);
  }

  async show(choice: ClassUnitsChoice = {}): Promise<void> {
    if (!this.panel.visible) this.panel.reveal();
    const { folder, classIndex, scanAgain = false } = choice;
    if (classIndex !== undefined) {
      this.#view = { ...this.#view, subject: 'class', classIndex };
      this.post({ type: 'showClass', classIndex });
    }
    if (folder === undefined) await this.#refresh();
    else await this.#useAndScan(folder);
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
    this.#requests.clear();
    super.dispose();
  }

  protected override begin(): ToClassUnits[] {
    return [this.#start()];
  }

  /** Finds out what is known about the folder now. */
  #refresh(): Promise<void> {
    return this.#reading.read();
  }

  /** @param isChanged files of the model may have changed since it was read */
  async #read(isChanged: boolean, isNewest: () => boolean): Promise<void> {
    if (this.isDisposed || !this.#mayAsk()) return;
    const subject = this.#subject();
    try {
      const index = await this.#engine.summary(subject);
      const isSame = index?.version === this.#index?.version && this.#model !== undefined;
      const model =
        index && (isSame && !isChanged ? this.#model : await this.#engine.model(subject));
      if (this.isDisposed || !isNewest() || subject.folder !== this.#folder) return;
      this.#isFailed = false;
      this.postShown({ type: 'failure', failure: undefined });
      // The units of the old model can be viewed until the next scan.
      const isOtherModel = index === undefined && this.#index !== undefined;
      this.postShown({ type: 'modelChanged', isChanged: isOtherModel });
      if (isOtherModel) return;
      this.#index = index;
      this.#model = model;
      if (model) this.postShown({ type: 'model', model });
      this.postShown({ type: 'index', summary: index });
      if (index) {
        await this.#services.scans.remember(this.modelPath, index, this.#scan.isRunning);
      }
      await this.#sendNames();
    } catch (error) {
      if (!this.isDisposed && subject.folder === this.#folder) throw error;
    }
  }

  async #use(folder: string): Promise<void> {
    if (folder !== this.#folder) {
      this.#scan.dispose();
      this.#index = undefined;
      this.#model = undefined;
      this.#folder = folder;
      await this.#services.folders.remember(this.modelPath, folder);
      this.page.showAlone({ type: 'progress', progress: undefined });
      this.post(this.#start());
    }
    await this.#refresh();
  }

  protected override receive(message: FromClassUnits): void {
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
      case 'goToCode':
        void vscode.commands.executeCommand('camLens.goToCode', {
          modelPath: this.modelPath,
          part: 'definition',
        });
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
      case 'nameUnits':
        void this.#nameUnits(message.names);
        break;
      case 'showCam':
        void this.#showCam(message);
        break;
      case 'viewChanged':
        this.#view = message.view;
        break;
      default:
        message satisfies never;
    }
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
      case 'chooseAnnotations':
        return;
      default:
        action satisfies never;
    }
  }

  async #chooseFolder(): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    const title = vscode.l10n.t(
      'Folder of images for the units of {0}',
      path.basename(this.modelPath),
    );
    const folder = await this.#services.folders.choose(this.modelPath, title);
    if (folder === undefined || this.isDisposed) return;
    await this.#useAndScan(folder);
  }

  /** A user who chooses a folder that was never scanned wants a scan. */
  async #useAndScan(folder: string): Promise<void> {
    await this.#use(folder);
    if (this.#index === undefined && !this.#isFailed) this.#startScan();
  }

  #startScan(): void {
    if (!this.#mayAsk()) return;
    this.postShown({ type: 'failure', failure: undefined });
    void this.#scan.start(this.#subject());
  }

  /** The page shows the names at once; if they cannot be written, it takes them back. */
  async #nameUnits(names: { channel: number; name: string }[]): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    this.#writing++;
    try {
      await this.#engine.nameUnits(this.modelPath, names);
    } catch (error) {
      this.#showFailure(error);
    } finally {
      this.#writing--;
    }
    await this.#sendNames();
  }

  /** While names are being written, those on disk are older than those on the page. */
  async #sendNames(): Promise<void> {
    if (this.#writing > 0) return;
    const names = await this.#engine.names(this.modelPath);
    if (this.#writing === 0) this.postShown({ type: 'names', ...names });
  }

  /** Work of minutes waits in its own queue, so that nothing else waits for it. */
  #handlers(): RequestHandlers<ClassUnitsRequests> {
    const [quick, slow] = [new NewestQueue(), new NewestQueue()];
    const engine = this.#engine;
    const subject = () => this.#subject();
    return {
      classUnits: ({ query }, { signal }) =>
        quick.run('classUnits', signal, () => engine.classUnits(subject(), query)),
      unitReport: ({ pooledChannel }, { signal }) =>
        quick.run('unitReport', signal, () => engine.unitReport(subject(), pooledChannel)),
      ablation: ({ pooledChannels }, { signal }) =>
        quick.run('ablation', signal, () => engine.ablate(subject(), pooledChannels)),
      empiricalFields: ({ channel, paths }, asked) =>
        slow.run('empiricalFields', asked.signal, () =>
          engine.empiricalFields(this.modelPath, paths, channel, asked),
        ),
      fieldsByGradient: ({ channel, places }, asked) =>
        slow.run('fieldsByGradient', asked.signal, () =>
          engine.fieldsByGradient(this.modelPath, places, channel, asked),
        ),
      suggestNames: (_, asked) =>
        slow.run('suggestNames', asked.signal, () => engine.suggestNames(subject(), asked)),
      // The page gets no pictures from other folders.
      thumbnails: ({ paths }) =>
        engine.thumbnails(paths, (file) => isInside(subject().folder, file)),
      save: (request) => this.#save(request),
      saveAll: (query, asked) => this.#saveAll(query, asked),
    };
  }

  async #showCam(message: Extract<FromClassUnits, { type: 'showCam' }>): Promise<void> {
    const { models } = this.#services;
    const { path: image, classIndex, pooledChannel } = message;
    if (models.current() !== this.modelPath) await models.use(this.modelPath);
    const choice = { classIndex, pooledChannel };
    await vscode.commands.executeCommand(
      'camLens.showCam',
      vscode.Uri.file(image),
      undefined,
      choice,
    );
  }

  async #save(request: ClassUnitsRequests['save']['request']): Promise<string | undefined> {
    const { form, query } = request;
    const bytes = await this.#engine.exported(this.#subject(), request);
    const label = this.#model?.labels[query.classIndex] ?? `class-${query.classIndex}`;
    const words = label.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
    return this.#saveBytes(bytes, words.slice(0, 60), form);
  }

  async #saveAll(
    query: ClassUnitsRequests['saveAll']['request'],
    asked: Asked,
  ): Promise<string | undefined> {
    const bytes = await this.#engine.allClasses(this.#subject(), query, asked);
    return asked.signal.aborted ? undefined : this.#saveBytes(bytes, 'all-classes', 'html');
  }

  #saveBytes(bytes: Uint8Array, name: string, form: SavedForm): Promise<string | undefined> {
    const stem = path.basename(this.modelPath, path.extname(this.modelPath));
    const suggestedName = `${stem}-${name}.units.${form}`;
    const pictures = this.#folder ?? path.dirname(this.modelPath);
    return saveBytes({ bytes, suggestedName, filter: form }, pictures, this.#services.context);
  }

  #showFailure(error: unknown): void {
    this.#isFailed = true;
    const data = this.dataOf(error);
    this.postShown({
      type: 'failure',
      failure: { error: data, actions: actionsAbout(data, this.#folder) },
    });
  }

  /** A model is run only in a trusted workspace. */
  #mayAsk(): boolean {
    return this.#folder !== undefined && vscode.workspace.isTrusted;
  }

  #subject(): ScanSubject {
    return { model: this.modelPath, folder: this.#folder ?? '' };
  }

  #start(): ToClassUnits {
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
