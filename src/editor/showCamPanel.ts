import path from 'node:path';
import * as vscode from 'vscode';
import { sidecarPath } from '../cam/classifier/sidecarFile.ts';
import { CamError } from '../cam/errors.ts';
import type { EngineClient } from '../engine/client.ts';
import type {
  ErrorAction,
  FromShowCam,
  ImageList,
  PageCommand,
  ShowCamState,
  ToShowCam,
} from '../protocol/showCam.ts';
import { actionsFor } from './errorActions.ts';
import type { LoadResult } from './explanationLoader.ts';
import { ExplanationLoader } from './explanationLoader.ts';
import { FileFollower } from './followFiles.ts';
import type { ModelChoice } from './modelChoice.ts';
import { saveBytes } from './saveFile.ts';
import { pageHtml, pagesFolder } from './webviewPage.ts';

/** What the panel needs of the extension. */
export interface ShowCamServices {
  context: vscode.ExtensionContext;
  engine: EngineClient;
  models: ModelChoice;
  output: vscode.LogOutputChannel;
}

/** How long after a change a file that cannot be read yet is tried again: it may be half written. */
const SECOND_TRY_MS = 1000;

/** The view settings of the last panel; a new panel begins with them. */
const REMEMBERED_VIEW = 'camLens.view';

/** The *Show CAM* panel: asks the engine, sends numbers to the page, follows files. */
export class ShowCamPanel implements vscode.Disposable {
  static readonly viewType = 'camLens.showCam';

  readonly #panel: vscode.WebviewPanel;
  readonly #services: ShowCamServices;
  readonly #loader: ExplanationLoader;
  readonly #follower: FileFollower;
  readonly #subscriptions: vscode.Disposable[] = [];
  readonly #disposed = new vscode.EventEmitter<void>();
  readonly onDidDispose = this.#disposed.event;
  #isDisposed = false;
  /** Files that the model on show was described from. */
  #modelFiles: string[] = [];
  #images: vscode.Uri[] = [];
  #index = 0;
  #view: ShowCamState['view'] | undefined;
  /** The page says `ready` whenever it is created, also after it was hidden. */
  #isReady = false;
  #sentModel: LoadResult['model'] | undefined;
  /** What the page shows now, sent again when it is created anew. */
  #shown: ToShowCam[] = [];

  constructor(panel: vscode.WebviewPanel, services: ShowCamServices) {
    this.#panel = panel;
    this.#services = services;
    this.#loader = new ExplanationLoader(services.engine);
    this.#follower = new FileFollower(() => void this.#refresh({ afterChange: true }));
    this.#view = services.context.workspaceState.get(REMEMBERED_VIEW);
    const { extensionUri } = services.context;
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'icons', 'heatmap.svg');
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [pagesFolder(extensionUri)],
    };
    this.#subscriptions.push(
      panel.webview.onDidReceiveMessage((message: FromShowCam) => this.#receive(message)),
      panel.onDidDispose(() => this.dispose()),
      services.models.onDidChange(() => void this.#refresh()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('camLens.useColourProfile')) void this.#refresh();
      }),
      this.#loader,
      this.#follower,
    );
    panel.webview.html = pageHtml(panel.webview, extensionUri, 'showCam');
  }

  static create(services: ShowCamServices): ShowCamPanel {
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const title = vscode.l10n.t('Show CAM');
    return new ShowCamPanel(
      vscode.window.createWebviewPanel(ShowCamPanel.viewType, title, column),
      services,
    );
  }

  /** Shows the maps of one of the images; the others are reached with the arrow keys. */
  async show(images: vscode.Uri[], index: number): Promise<void> {
    this.#images = images;
    this.#index = index;
    if (!this.#panel.visible) this.#panel.reveal(undefined, true);
    this.#forgetChoicesOfImage();
    this.#post(this.#start());
    await this.#refresh();
  }

  /** Brings a panel back after a window reload. */
  async restore(state: ShowCamState): Promise<void> {
    this.#images = state.imageUris.map((uri) => vscode.Uri.parse(uri));
    this.#index = state.index;
    this.#view = state.view;
    if (this.#services.models.current() === undefined && state.modelPath !== undefined) {
      await this.#services.models.use(state.modelPath);
      return;
    }
    await this.#refresh();
  }

  tell(command: PageCommand): void {
    this.#post({ type: 'command', command });
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    for (const subscription of this.#subscriptions.splice(0)) subscription.dispose();
    this.#disposed.fire();
    this.#disposed.dispose();
    this.#panel.dispose();
  }

  async #refresh({ afterChange = false } = {}): Promise<void> {
    const image = this.#images[this.#index];
    const model = this.#services.models.current();
    if (!image || model === undefined || this.#isDisposed) return;
    const images = this.#imageList();
    this.#panel.title = vscode.l10n.t('CAM: {0}', path.basename(image.fsPath));
    this.#post({ type: 'busy', what: path.basename(image.fsPath) });
    const follow = () =>
      this.#follower.follow([image.fsPath, model, sidecarPath(model), ...this.#modelFiles]);
    follow();
    try {
      const result = await this.#loader.load({ model, image: image.fsPath });
      if (!result || this.#isDisposed) return;
      this.#modelFiles = result.model.files;
      follow();
      this.#showResult(result, images);
    } catch (error) {
      if (afterChange && !isCancelled(error)) {
        setTimeout(() => void this.#refresh(), SECOND_TRY_MS);
        return;
      }
      this.#showError(error, images);
    }
  }

  #showResult({ model, explanation }: LoadResult, images: ImageList): void {
    const modelMessage: ToShowCam = { type: 'model', model, fileName: path.basename(model.path) };
    const explained: ToShowCam = { type: 'explanation', images, explanation };
    this.#shown = [modelMessage, explained];
    if (this.#sentModel !== model) this.#post(modelMessage);
    this.#sentModel = model;
    this.#post(explained);
  }

  #showError(error: unknown, images: ImageList): void {
    const data = CamError.toData(error);
    if (data.code === 'internal') this.#services.output.error(error as Error);
    const failed: ToShowCam = { type: 'error', error: data, images, actions: actionsFor(data) };
    this.#shown = [failed];
    this.#sentModel = undefined;
    this.#post(failed);
  }

  #receive(message: FromShowCam): void {
    switch (message.type) {
      case 'ready':
        this.#isReady = true;
        for (const shown of [this.#start(), ...this.#shown]) this.#post(shown);
        break;
      case 'showImage':
        this.#index = Math.min(Math.max(0, message.index), this.#images.length - 1);
        void this.#refresh();
        break;
      case 'action':
        void this.#act(message.action);
        break;
      case 'save':
        void this.#save(message);
        break;
      case 'viewChanged':
        this.#view = message.view;
        void this.#services.context.workspaceState.update(REMEMBERED_VIEW, message.view);
        break;
      case 'drawn':
        this.#services.output.debug(`drawn ${message.durationMs.toFixed(0)} ms after the numbers`);
        break;
      default:
        message satisfies never;
    }
  }

  async #act(action: ErrorAction): Promise<void> {
    switch (action) {
      case 'retry':
        return this.#refresh();
      case 'chooseModel':
        await this.#services.models.pick();
        return;
      case 'editPreprocessing':
        await vscode.commands.executeCommand('camLens.editPreprocessing');
        return;
      default:
        action satisfies never;
    }
  }

  async #save(request: Extract<FromShowCam, { type: 'save' }>): Promise<void> {
    const image = this.#images[this.#index];
    try {
      const savedAs = await saveBytes(request, image);
      this.#post({ type: 'reply', id: request.id, ...(savedAs ? { savedAs } : {}) });
    } catch (error) {
      this.#post({ type: 'reply', id: request.id, error: CamError.toData(error) });
    }
  }

  /** Another selection starts with its own top class; how maps are drawn stays. */
  #forgetChoicesOfImage(): void {
    if (!this.#view) return;
    this.#view = {
      ...this.#view,
      selectedClass: undefined,
      contrastClass: undefined,
      selectedChannel: undefined,
      zoom: 1,
      panX: 0,
      panY: 0,
    };
  }

  #imageList(): ImageList {
    return {
      names: this.#images.map((uri) => path.basename(uri.fsPath)),
      index: this.#index,
    };
  }

  #start(): ToShowCam {
    return {
      type: 'start',
      images: this.#imageList(),
      state: {
        imageUris: this.#images.map(String),
        index: this.#index,
        modelPath: this.#services.models.current(),
        view: this.#view ?? {},
      },
    };
  }

  /** Messages to a page that is not there are dropped: it gets the newest ones when it is ready. */
  #post(message: ToShowCam): void {
    if (this.#isReady && !this.#isDisposed) void this.#panel.webview.postMessage(message);
  }
}

function isCancelled(error: unknown): boolean {
  return CamError.is(error) && error.code === 'cancelled';
}
