import path from 'node:path';
import * as vscode from 'vscode';
import { CamError } from '../../cam/base/errors.ts';
import { configFilesBeside } from '../../cam/config/sidecarFile.ts';
import type { DeadChannels } from '../../cam/pins/activeChannels.ts';
import { pinsFileOf } from '../../cam/pins/pinsFile.ts';
import { deadChannelsOf } from '../../cam/pins/runs.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { FromPins, PinsAction, ToPins } from '../../protocol/pins.ts';
import { DisposableStore } from '../disposableStore.ts';
import { FollowedReading } from '../files/followedReading.ts';
import { watchFiles } from '../files/watchFiles.ts';
import type { ModelChoice } from '../models/modelChoice.ts';
import type { ModelVariants } from '../models/modelVariant.ts';
import { openPage } from '../panels/webviewPage.ts';
import { withProgress } from '../slowWork.ts';
import { keptDeadChannels } from './deadChannels.ts';
import { pinOptions, pinsOf } from './folder.ts';
import { listPins } from './list.ts';
import { PinsMemory } from './memory.ts';
import { PinsPage } from './page.ts';
import type { SessionServices } from './session.ts';
import { PinsSession } from './session.ts';

/** Shortest time between two sends of the list while images are computed. */
const SEND_EVERY_MS = 80;

export interface PinsServices {
  context: vscode.ExtensionContext;
  engine: EngineClient;
  models: ModelChoice;
  variants: ModelVariants;
  output: vscode.LogOutputChannel;
}

/**
 * *Pinned Images*: the results of the model in use. An export is computed when the view is visible; what the model says
 * of an image when it is pinned, at once, because the next export is compared with it.
 */
export class PinsView implements vscode.WebviewViewProvider, vscode.Disposable {
  static readonly viewType = 'camLens.pins';

  readonly #services: PinsServices;
  readonly #ofSession: SessionServices;
  readonly #reading: FollowedReading;
  readonly #parts = new DisposableStore();
  #view: vscode.WebviewView | undefined;
  #page: PinsPage | undefined;
  #session: PinsSession | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when new results may be available. */
  readonly onDidChange = this.#changed.event;

  constructor(services: PinsServices) {
    this.#services = services;
    const { context, engine, variants, output } = services;
    this.#ofSession = {
      engine,
      memory: new PinsMemory(context, output),
      optionsOf: (model) => pinOptions(variants, model),
    };
    this.#reading = new FollowedReading(
      {
        read: async (isPatient) => this.#session?.refresh({ isPatient }),
        wait: () => undefined,
        fail: (error) => this.#session?.fail(error),
      },
      watchFiles,
    );
    this.#parts.add(
      this.#reading,
      this.#changed,
      services.models.onDidChange(() => this.refresh()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.refresh()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.refresh()),
      services.variants.onDidChange((model) => {
        if (model === this.#session?.of.model) this.refresh();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('camLens.useColourProfile')) this.refresh();
      }),
    );
  }

  /** The pinned images of the model in use; undefined until the view was visible. */
  get session(): PinsSession | undefined {
    return this.#session;
  }

  get isVisible(): boolean {
    return this.#view?.visible ?? false;
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const { extensionUri } = this.#services.context;
    this.#view = view;
    this.#page = new PinsPage(view, this.#services, () => this.#start());
    view.webview.onDidReceiveMessage((message: FromPins) => this.#receive(message));
    view.onDidChangeVisibility(() => this.#changeVisibility());
    view.onDidDispose(() => {
      this.#view = undefined;
      this.#page = undefined;
      this.#hide();
    });
    openPage(view.webview, extensionUri, 'pins');
    this.refresh();
  }

  /** Reads everything again, if the view is visible. */
  refresh(): void {
    if (this.#view?.visible) void this.#read();
  }

  /** Call it when the pins were edited: their results are computed now, whether the view is visible or not. */
  async takeResults(): Promise<void> {
    if (this.isVisible) return this.refresh();
    const reading = this.#read();
    const session = this.#session;
    if (!session) return;
    await withProgress(vscode.l10n.t('Computing the pinned images'), (signal) => {
      signal.addEventListener('abort', () => session.stop());
      return reading;
    });
    const { failure } = session;
    if (failure === undefined || this.isVisible) return;
    const { message, nextAction } = CamError.toData(failure);
    void vscode.window.showWarningMessage(
      vscode.l10n.t('The pinned images could not be computed: {0} {1}', message, nextAction),
    );
  }

  /** Channels of a model that fire on none of its pinned images; undefined if they are not known. */
  async deadChannels(model: string): Promise<DeadChannels | undefined> {
    const shown = this.#session?.of.model === model ? this.#session.runs.latest : undefined;
    return deadChannelsOf(shown) ?? keptDeadChannels(model, this.#ofSession);
  }

  /** Compares with the current export from now on. */
  accept(): void {
    void this.#session?.accept();
  }

  /** *Show CAM* on an image; the arrow keys step through the others in the order of the list. */
  showCam(image: string): void {
    const session = this.#session;
    const rows = (session && listPins(session)?.rows) ?? [];
    const images = rows.filter(({ error }) => !error).map((row) => vscode.Uri.file(row.path));
    void vscode.commands.executeCommand('camLens.showCam', vscode.Uri.file(image), images, 'image');
  }

  dispose(): void {
    this.#pause();
    this.#parts.dispose();
  }

  #pause(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#session?.pause();
    this.#reading.follow([]);
  }

  #changeVisibility(): void {
    if (this.#view?.visible) this.refresh();
    else this.#hide();
  }

  /** What is being computed is finished: the next export is compared with it. */
  #hide(): void {
    if (!this.#session || !isWorking(this.#session)) this.#pause();
  }

  async #read(): Promise<void> {
    const model = this.#services.models.current();
    const of = model === undefined ? undefined : pinsOf(model);
    if (of?.model !== this.#session?.of.model || of?.folder !== this.#session?.of.folder) {
      this.#session?.pause();
      this.#session = of && new PinsSession(of, this.#ofSession, () => this.#sendSoon());
      this.#page?.clear();
    }
    if (this.#view) this.#view.description = model === undefined ? '' : path.basename(model);
    this.#page?.begin();
    this.#follow();
    if (vscode.workspace.isTrusted) await this.#reading.read();
  }

  #follow(): void {
    const session = vscode.workspace.isTrusted ? this.#session : undefined;
    this.#reading.follow(session ? filesOf(session) : []);
  }

  #receive(message: FromPins): void {
    const session = this.#session;
    switch (message.type) {
      case 'ready':
        this.#page?.ready();
        this.#send();
        break;
      case 'manageTrust':
        void vscode.commands.executeCommand('workbench.trust.manage');
        break;
      case 'openFolder':
        void vscode.commands.executeCommand('workbench.action.files.openFolder');
        break;
      case 'pinImages':
        void vscode.commands.executeCommand('camLens.pinImage', 'choose');
        break;
      case 'action':
        this.#act(message.action);
        break;
      case 'refresh':
        this.refresh();
        break;
      case 'stop':
        session?.stop();
        break;
      case 'accept':
        this.accept();
        break;
      case 'chooseMethod':
        void vscode.commands.executeCommand('camLens.choosePinsMethod');
        break;
      case 'showCam':
        this.showCam(message.path);
        break;
      case 'setExpected':
        void vscode.commands.executeCommand('camLens.setExpectedClass', { path: message.path });
        break;
      case 'unpin':
        void vscode.commands.executeCommand('camLens.unpinImage', { path: message.path });
        break;
      case 'draw':
        session?.want(message.paths);
        if (session) this.#page?.sendDrawings(session);
        break;
      case 'request':
      case 'cancel':
        this.#page?.receive(message, session);
        break;
      default:
        message satisfies never;
    }
  }

  #act(action: PinsAction): void {
    const { commands } = vscode;
    const of = this.#session?.of;
    switch (action) {
      case 'retry':
        this.refresh();
        break;
      case 'chooseModel':
        void this.#services.models.pick();
        break;
      case 'editPreprocessing':
        void commands.executeCommand('camLens.editPreprocessing', of?.model);
        break;
      case 'openPinsFile':
        if (of) void vscode.window.showTextDocument(vscode.Uri.file(pinsFileOf(of.folder)));
        break;
      default:
        action satisfies never;
    }
  }

  #sendSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#send();
    }, SEND_EVERY_MS);
  }

  #send(): void {
    this.#changed.fire();
    if (!this.#session) return;
    this.#page?.show(this.#session);
    if (this.isVisible || isWorking(this.#session)) this.#follow();
    else this.#pause();
  }

  #start(): ToPins {
    const model = this.#services.models.current();
    return {
      type: 'start',
      isTrusted: vscode.workspace.isTrusted,
      hasFolder: (vscode.workspace.workspaceFolders?.length ?? 0) > 0,
      model: model === undefined ? undefined : { path: model, fileName: path.basename(model) },
    };
  }
}

/** Whether images are computed, or will be once a file is complete. */
function isWorking({ work }: PinsSession): boolean {
  return work.kind === 'running' || work.kind === 'waiting';
}

/** Files whose change changes what the view shows. */
function filesOf({ of: { model, folder }, files, pins = [] }: PinsSession): string[] {
  const images = pins.map((pin) => pin.path);
  return [pinsFileOf(folder), model, ...configFilesBeside(model), ...files, ...images];
}
