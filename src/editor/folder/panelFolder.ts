import path from 'node:path';
import * as vscode from 'vscode';
import type {
  FolderAction,
  FolderPageState,
  FromFolderPage,
  ToFolderPage,
} from '../../protocol/folder.ts';
import type { CancelMessage, RequestKinds, RequestMessage } from '../../protocol/requests.ts';
import { DisposableStore } from '../disposableStore.ts';
import { RequestHandler } from '../panels/requestHandler.ts';
import type { ScanSubject } from './folderScan.ts';
import { FolderScan } from './folderScan.ts';
import type { FolderServices } from './folderServices.ts';
import type { FolderTab, FolderUse, Message } from './folderUse.ts';
import { IndexReading } from './indexReading.ts';
import type { ScannedIndex } from './scannedFolders.ts';

/**
 * The folder that a panel about a model shows: which one, what is known of it, its scan, and the messages that all such
 * panels exchange with their pages. Nothing is read or run in a workspace that is not trusted.
 */
export class PanelFolder<
  Index extends ScannedIndex,
  Own extends Message,
  Requests extends RequestKinds,
> implements vscode.Disposable
{
  readonly modelPath: string;
  readonly #tab: FolderTab<Own, Requests>;
  readonly #services: FolderServices;
  readonly #use: FolderUse<Index, Own, Requests>;
  readonly #requests: RequestHandler<Requests>;
  readonly #scan: FolderScan;
  readonly #reading: IndexReading<Index, Own, Requests>;
  readonly #parts = new DisposableStore();
  #view: Record<string, unknown> = {};
  #path: string | undefined;

  constructor(
    tab: FolderTab<Own, Requests>,
    modelPath: string,
    services: FolderServices,
    use: FolderUse<Index, Own, Requests>,
  ) {
    this.modelPath = modelPath;
    this.#tab = tab;
    this.#services = services;
    this.#use = use;
    this.#path = services.folders.of(modelPath);
    this.#requests = new RequestHandler<Requests>(
      use.handlers,
      (reply) => tab.post(reply),
      (error) => tab.dataOf(error),
    );
    this.#scan = new FolderScan(use.scanner, {
      onProgress: (progress) => tab.postShown({ type: 'progress', progress }),
      onGrowth: () => this.refresh(),
      onError: (error) => this.fail(error),
    });
    this.#reading = new IndexReading(this, tab, use, services.scans);
    this.#followServices();
  }

  /** Absolute; undefined if none was chosen yet. */
  get path(): string | undefined {
    return this.#path;
  }

  /** What is known of the folder. */
  get index(): Index | undefined {
    return this.#reading.index;
  }

  get subject(): ScanSubject {
    return { model: this.modelPath, folder: this.#path ?? '' };
  }

  /** A model is run only in a trusted workspace. */
  get mayAsk(): boolean {
    return this.#path !== undefined && vscode.workspace.isTrusted;
  }

  get isScanning(): boolean {
    return this.#scan.isRunning;
  }

  /** The first message to a page. */
  get start(): ToFolderPage {
    const folder = this.#path;
    return {
      type: 'start',
      fileName: path.basename(this.modelPath),
      modelPath: this.modelPath,
      isTrusted: vscode.workspace.isTrusted,
      folder: folder === undefined ? undefined : { path: folder, name: path.basename(folder) },
      view: this.#view,
    };
  }

  receive(message: FromFolderPage | RequestMessage<Requests> | CancelMessage): void {
    switch (message.type) {
      case 'ready':
        // The request ids of an earlier page mean other requests in this one.
        this.#requests.clear();
        this.#tab.page.ready();
        break;
      case 'manageTrust':
        void vscode.commands.executeCommand('workbench.trust.manage');
        break;
      case 'action':
        void this.#act(message.action);
        break;
      case 'chooseFolder':
        void this.choose();
        break;
      case 'scan':
        this.startScan();
        break;
      case 'cancelScan':
        this.#scan.cancel();
        break;
      case 'viewChanged':
        this.#view = message.view;
        break;
      default:
        if (this.mayAsk) this.#requests.receive(message);
    }
  }

  /** Brings a page back after a window reload. */
  async restore({ folder, view }: FolderPageState): Promise<void> {
    this.#view = view;
    this.#path = folder;
    this.#tab.post(this.start);
    await this.refresh();
  }

  /** Changes the view that a page begins with. */
  updateView(change: Record<string, unknown>): void {
    this.#view = { ...this.#view, ...change };
  }

  /** Finds out what is known of the folder now. */
  refresh(): Promise<void> {
    return this.#reading.read();
  }

  /** Lets the user choose another folder. */
  async choose(): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    const folder = await this.#services.folders.choose(this.modelPath, this.#use.chooseTitle);
    if (folder === undefined || this.#tab.isDisposed) return;
    await this.show(folder);
  }

  /**
   * Shows a folder; a user who chooses one that was never run wants it to be run.
   * @param folder absolute
   */
  async show(folder: string): Promise<void> {
    if (folder !== this.#path) await this.#change(folder);
    await this.refresh();
    if (this.index === undefined && !this.#reading.isFailed) this.startScan();
  }

  startScan(): void {
    if (!this.mayAsk) return;
    this.#tab.postShown({ type: 'failure', failure: undefined });
    void this.#scan.start(this.subject);
  }

  /** Shows a failure of the whole page. */
  fail(error: unknown): void {
    this.#reading.fail(error);
  }

  dispose(): void {
    this.#scan.dispose();
    this.#requests.clear();
    this.#parts.dispose();
  }

  #followServices(): void {
    const { variants, scans } = this.#services;
    this.#parts.add(
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.#tab.post(this.start);
        void this.refresh();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('camLens.useColourProfile')) void this.refresh();
      }),
      variants.onDidChange((model) => {
        if (model !== this.modelPath) return;
        this.#reading.forgetModel();
        void this.refresh();
      }),
      scans.onDidForget(({ indexFolder }) => {
        if (indexFolder !== this.index?.indexFolder) return;
        this.#reading.forgetIndex();
        void this.refresh();
      }),
      this.#reading,
    );
  }

  async #change(folder: string): Promise<void> {
    this.#scan.dispose();
    this.#use.onOtherFolder?.();
    this.#reading.forgetIndex();
    this.#reading.forgetModel();
    this.#path = folder;
    await this.#services.folders.remember(this.modelPath, folder);
    if (this.#tab.isDisposed) return;
    this.#tab.page.showAlone({ type: 'progress', progress: undefined });
    this.#tab.page.beginAgain();
  }

  async #act(action: FolderAction): Promise<void> {
    switch (action) {
      case 'retry':
        return this.refresh();
      case 'chooseFolder':
        return this.choose();
      case 'scanAgain':
        return this.startScan();
      case 'editPreprocessing':
        await vscode.commands.executeCommand('camLens.editPreprocessing', this.modelPath);
        return;
      case 'chooseLabels':
        return this.#use.sources?.choose('labels');
      case 'chooseAnnotations':
        return this.#use.sources?.choose('annotations');
      default:
        action satisfies never;
    }
  }
}
