import * as vscode from 'vscode';
import type { CamErrorData } from '../../cam/base/errors.ts';
import { CamError } from '../../cam/base/errors.ts';
import { DisposableStore } from '../disposableStore.ts';
import { ShownMessages } from './shownMessages.ts';
import { openPage } from './webviewPage.ts';

/** What every panel needs from the extension. */
export interface PanelServices {
  context: vscode.ExtensionContext;
  output: vscode.LogOutputChannel;
}

type Message = { type: string };

/** A page in a tab: messages in both directions, trust, errors as data, and disposables of the tab. */
export abstract class Panel<ToPage extends Message, FromPage extends Message>
  implements vscode.Disposable
{
  protected readonly panel: vscode.WebviewPanel;
  readonly page: ShownMessages<ToPage>;
  /** Disposed with the panel. */
  protected readonly parts = new DisposableStore();
  readonly #services: PanelServices;
  readonly #ended = new vscode.EventEmitter<void>();
  readonly onDidDispose = this.#ended.event;

  protected constructor(panel: vscode.WebviewPanel, services: PanelServices) {
    this.panel = panel;
    this.#services = services;
    this.page = new ShownMessages(panel.webview, () => this.begin());
  }

  get isDisposed(): boolean {
    return this.parts.isDisposed;
  }

  /** The first messages for a new page, also for one that is created again after it was hidden. */
  protected abstract begin(): ToPage[];

  protected abstract receive(message: FromPage): void;

  /** Call it at the end of a constructor: shows the bundled page of this name, which may then send messages. */
  protected open(name: string): void {
    const { webview } = this.panel;
    this.parts.add(
      webview.onDidReceiveMessage((message: FromPage) => this.receive(message)),
      this.panel.onDidDispose(() => this.dispose()),
    );
    openPage(webview, this.#services.context.extensionUri, name);
  }

  /** Sends the new content; it replaces the last message of the same type. */
  postShown(message: ToPage): void {
    if (!this.isDisposed) this.page.show(message);
  }

  /** Sends a message that a page created later does not need. */
  post(message: ToPage): void {
    if (!this.isDisposed) this.page.post(message);
  }

  /** An error as the page gets it; an unexpected one is logged. */
  dataOf(error: unknown): CamErrorData {
    const data = CamError.toData(error);
    if (data.code === 'internal') this.#services.output.error(error as Error);
    return data;
  }

  dispose(): void {
    if (this.isDisposed) return;
    this.parts.dispose();
    this.#ended.fire();
    this.#ended.dispose();
    this.panel.dispose();
  }
}
