import path from 'node:path';
import * as vscode from 'vscode';
import type { EvaluationOverview } from '../../cam/results/evaluation/overview.ts';
import type {
  ChosenSources,
  EvaluateRequests,
  FromEvaluate,
  ReportRequests,
  ToEvaluate,
} from '../../protocol/evaluate.ts';
import type { FolderPageState } from '../../protocol/folder.ts';
import type { ScanSubject } from '../folder/folderScan.ts';
import type { FolderServices } from '../folder/folderServices.ts';
import { showCam, useModel } from '../folder/otherFeatures.ts';
import { PanelFolder } from '../folder/panelFolder.ts';
import type { PanelChoice } from '../folder/panelTarget.ts';
import { Panel } from '../panels/panel.ts';
import { EvaluationEngine } from './engine.ts';
import { ReportJobs } from './reportJobs.ts';
import { requestHandlers, stateOf } from './requests.ts';
import { Sources } from './sources.ts';

/** The overview, with the number of images under the name that every index of a folder has. */
type Overview = EvaluationOverview & { images: number };

/** A folder under one model: how often the model is right, and reports about its maps. */
export class EvaluatePanel extends Panel<ToEvaluate, FromEvaluate> {
  readonly #modelPath: string;
  readonly #services: FolderServices;
  readonly #engine: EvaluationEngine;
  readonly #reports = new ReportJobs<ReportRequests>();
  readonly #sources: Sources;
  readonly #folder: PanelFolder<Overview, ToEvaluate, EvaluateRequests>;

  constructor(panel: vscode.WebviewPanel, modelPath: string, services: FolderServices) {
    super(panel, services);
    this.#modelPath = modelPath;
    this.#services = services;
    this.#sources = new Sources(services.context);
    const engine = new EvaluationEngine(services, (folder) => this.#sources.of(folder));
    this.#engine = engine;
    this.#folder = new PanelFolder(this, modelPath, services, {
      scanner: engine,
      chooseTitle: vscode.l10n.t('Folder of images to evaluate {0}', path.basename(modelPath)),
      handlers: requestHandlers({
        engine,
        reports: this.#reports,
        services,
        subject: () => this.#folder.subject,
        version: () => this.#folder.index?.version,
        onNewSettings: () => void this.#folder.refresh(),
      }),
      read: async (subject) => {
        const overview = await engine.overview(subject);
        return overview && { ...overview, images: overview.pictures };
      },
      messages: (subject, overview, isModelNew) => this.#messages(subject, overview, isModelNew),
      onOtherFolder: () => this.#reports.stopAll(),
      sources: {
        of: (folder) => this.#sources.of(folder),
        choose: (source) => this.#chooseSource(source),
      },
    });
    this.parts.add(this.#folder, { dispose: () => this.#reports.stopAll() });
    this.open('evaluate');
  }

  /** Without a folder, the one of last time. */
  async show({ folder, scanAgain = false }: PanelChoice): Promise<void> {
    if (!this.panel.visible) this.panel.reveal();
    if (folder !== undefined) await this.#folder.show(folder);
    else if (this.#folder.path !== undefined) await this.#folder.refresh();
    else await this.#folder.choose();
    if (scanAgain) this.#folder.startScan();
  }

  restore(state: FolderPageState): Promise<void> {
    return this.#folder.restore(state);
  }

  protected override begin(): ToEvaluate[] {
    const { start, subject, index } = this.#folder;
    const about = stateOf({ subject: () => subject, version: () => index?.version });
    return [
      start,
      { type: 'sources', sources: this.#sources.of(subject.folder) },
      { type: 'begun', kinds: this.#reports.begun(about) },
    ];
  }

  protected override receive(message: FromEvaluate): void {
    switch (message.type) {
      case 'chooseSource':
        void this.#chooseSource(message.source);
        break;
      case 'chooseBefore':
        void this.#chooseBefore();
        break;
      case 'chooseMaps':
        void this.#chooseMaps();
        break;
      case 'stopReport':
        this.#reports.stop(message.kind);
        break;
      case 'showCam': {
        const { classIndex, contrastClass } = message;
        const choice = { classIndex, contrastClass, pooledChannel: undefined };
        void showCam(this.#services.models, this.#modelPath, message.path, choice);
        break;
      }
      case 'pin':
        void this.#pin(message.paths);
        break;
      default:
        this.#folder.receive(message);
    }
  }

  async #messages(
    subject: ScanSubject,
    overview: Overview | undefined,
    isModelNew: boolean,
  ): Promise<ToEvaluate[]> {
    const shown: ToEvaluate = { type: 'overview', overview };
    if (!isModelNew) return [shown];
    return [{ type: 'model', model: await this.#engine.model(subject) }, shown];
  }

  async #chooseSource(source: keyof ChosenSources): Promise<void> {
    const folder = this.#folder.path;
    if (folder === undefined || !(await this.#sources.choose(folder, source))) return;
    if (this.isDisposed || folder !== this.#folder.path) return;
    this.post({ type: 'sources', sources: this.#sources.of(folder) });
    await this.#folder.refresh();
  }

  async #chooseBefore(): Promise<void> {
    const model = await this.#services.models.pickToCompare(this.#modelPath);
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
        defaultUri: vscode.Uri.file(path.dirname(this.#folder.path ?? this.#modelPath)),
        canSelectFiles: false,
        canSelectFolders: true,
      })) ?? [];
    if (folder) this.post({ type: 'maps', folder: folder.fsPath });
  }

  async #pin(paths: string[]): Promise<void> {
    const [first, ...others] = paths.map((image) => vscode.Uri.file(image));
    if (!first) return;
    await useModel(this.#services.models, this.#modelPath);
    await vscode.commands.executeCommand('camLens.pinImage', first, [first, ...others]);
  }
}
