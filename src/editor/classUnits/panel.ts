import path from 'node:path';
import * as vscode from 'vscode';
import type { IndexSummary } from '../../cam/results/units.ts';
import type { UnitsModel } from '../../cam/units/unitsModel.ts';
import type {
  ClassUnitsRequests,
  FromClassUnits,
  ToClassUnits,
} from '../../protocol/classUnits.ts';
import type { FolderPageState } from '../../protocol/folder.ts';
import type { ScanSubject } from '../folder/folderScan.ts';
import type { FolderServices } from '../folder/folderServices.ts';
import { showCam } from '../folder/otherFeatures.ts';
import { PanelFolder } from '../folder/panelFolder.ts';
import type { PanelChoice } from '../folder/panelTarget.ts';
import { Panel } from '../panels/panel.ts';
import { ClassUnitsEngine } from './engine.ts';
import { requestHandlers } from './requests.ts';

/** The units of one model, by the images of a folder. */
export class ClassUnitsPanel extends Panel<ToClassUnits, FromClassUnits> {
  readonly #modelPath: string;
  readonly #services: FolderServices;
  readonly #engine: ClassUnitsEngine;
  readonly #folder: PanelFolder<IndexSummary, ToClassUnits, ClassUnitsRequests>;
  /** What was read of the model at a version of the index. */
  #known: { version: string; model: UnitsModel } | undefined;
  /** Number of names that are being written. */
  #writing = 0;

  constructor(panel: vscode.WebviewPanel, modelPath: string, services: FolderServices) {
    super(panel, services);
    this.#modelPath = modelPath;
    this.#services = services;
    const engine = new ClassUnitsEngine(services);
    this.#engine = engine;
    this.#folder = new PanelFolder(this, modelPath, services, {
      scanner: engine,
      chooseTitle: vscode.l10n.t('Folder of images for the units of {0}', path.basename(modelPath)),
      handlers: requestHandlers({
        engine,
        services,
        subject: () => this.#folder.subject,
        labels: () => this.#known?.model.labels ?? [],
      }),
      read: (subject) => engine.summary(subject),
      messages: (subject, summary, isModelNew) => this.#messages(subject, summary, isModelNew),
      onShown: () => this.#sendNames(),
    });
    this.parts.add(this.#folder);
    this.open('classUnits');
  }

  async show({ folder, classIndex, scanAgain = false }: PanelChoice): Promise<void> {
    if (!this.panel.visible) this.panel.reveal();
    if (classIndex !== undefined) {
      this.#folder.updateView({ subject: 'class', classIndex });
      this.post({ type: 'showClass', classIndex });
    }
    if (folder === undefined) await this.#folder.refresh();
    else await this.#folder.show(folder);
    if (scanAgain) this.#folder.startScan();
  }

  restore(state: FolderPageState): Promise<void> {
    return this.#folder.restore(state);
  }

  protected override begin(): ToClassUnits[] {
    return [this.#folder.start];
  }

  protected override receive(message: FromClassUnits): void {
    switch (message.type) {
      case 'goToCode':
        void vscode.commands.executeCommand('camLens.goToCode', {
          modelPath: this.#modelPath,
          part: 'definition',
        });
        break;
      case 'nameUnits':
        void this.#nameUnits(message.names);
        break;
      case 'showCam': {
        const { classIndex, pooledChannel } = message;
        const choice = { classIndex, pooledChannel };
        void showCam(this.#services.models, this.#modelPath, message.path, choice);
        break;
      }
      default:
        this.#folder.receive(message);
    }
  }

  async #messages(
    subject: ScanSubject,
    summary: IndexSummary | undefined,
    isModelNew: boolean,
  ): Promise<ToClassUnits[]> {
    const shown: ToClassUnits = { type: 'index', summary };
    if (!summary) return [shown];
    let known = this.#known;
    if (isModelNew || known?.version !== summary.version) {
      known = { version: summary.version, model: await this.#engine.model(subject) };
      this.#known = known;
    }
    return [{ type: 'model', model: known.model }, shown];
  }

  /** The page shows the names at once; if they cannot be written, it takes them back. */
  async #nameUnits(names: { channel: number; name: string }[]): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    this.#writing++;
    try {
      await this.#engine.nameUnits(this.#modelPath, names);
    } catch (error) {
      this.#folder.fail(error);
    } finally {
      this.#writing--;
    }
    await this.#sendNames();
  }

  /** While names are being written, those on disk are older than those on the page. */
  async #sendNames(): Promise<void> {
    if (this.#writing > 0) return;
    const names = await this.#engine.names(this.#modelPath);
    if (this.#writing === 0) this.postShown({ type: 'names', ...names });
  }
}
