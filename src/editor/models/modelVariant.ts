import * as vscode from 'vscode';
import type { ModelVariant } from '../../cam/classifier/analysis.ts';

const REMEMBERED = 'camLens.variants';

/** The user's choices for a model; anything left out is found automatically. */
export interface ChosenVariant extends ModelVariant {
  /** Factor by which the input is enlarged. */
  inputScale?: number;
}

/** The variant chosen of each model, remembered for the workspace; for the model tab and *Show CAM*. */
export class ModelVariants implements vscode.Disposable {
  readonly #memory: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<string>();
  /** Fires with the absolute path of the model whose variant has changed. */
  readonly onDidChange = this.#changed.event;

  constructor({ workspaceState }: vscode.ExtensionContext) {
    this.#memory = workspaceState;
  }

  /** @param modelPath absolute; empty if nothing was chosen */
  of(modelPath: string): ChosenVariant {
    return this.#all()[modelPath] ?? {};
  }

  /** Replaces the variant; an empty one is the default. */
  async choose(modelPath: string, variant: ChosenVariant): Promise<void> {
    const { [modelPath]: before = {}, ...others } = this.#all();
    if (JSON.stringify(before) === JSON.stringify(variant)) return;
    const isDefault = Object.keys(variant).length === 0;
    await this.#memory.update(REMEMBERED, isDefault ? others : { ...others, [modelPath]: variant });
    this.#changed.fire(modelPath);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #all(): Record<string, ChosenVariant> {
    return this.#memory.get<Record<string, ChosenVariant>>(REMEMBERED, {});
  }
}
