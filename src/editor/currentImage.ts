import * as vscode from 'vscode';

const REMEMBERED = 'camLens.image';

/** The last image on show in *Show CAM* or in a model's tab; kept for the workspace. */
export class CurrentImage implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<string>();
  readonly onDidChange = this.#changed.event;

  constructor(context: vscode.ExtensionContext) {
    this.#state = context.workspaceState;
  }

  /** Absolute path; undefined if there was none yet. */
  get path(): string | undefined {
    return this.#state.get<string>(REMEMBERED);
  }

  async use(path: string): Promise<void> {
    if (path === this.path) return;
    await this.#state.update(REMEMBERED, path);
    this.#changed.fire(path);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
