import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { sidecarPath } from '../../cam/config/sidecarFile.ts';
import type { ModelVerdict } from '../../cam/results/inspection.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { ModelVariants } from '../models/modelVariant.ts';

const REMEMBERED = 'camLens.verdicts';

/** A verdict, and everything that it depends on. */
interface Kept {
  key: string;
  verdict: ModelVerdict;
}

/** What the models of this workspace allow. Kept for as long as their files do not change. */
export class Verdicts {
  readonly #context: vscode.ExtensionContext;
  readonly #engine: EngineClient;
  readonly #variants: ModelVariants;

  constructor(context: vscode.ExtensionContext, engine: EngineClient, variants: ModelVariants) {
    this.#context = context;
    this.#engine = engine;
    this.#variants = variants;
  }

  /** The verdict, if the model was asked before and has not changed since. */
  async kept(model: string): Promise<ModelVerdict | undefined> {
    const kept = this.#all()[model];
    return kept?.key === (await this.#keyOf(model)) ? kept.verdict : undefined;
  }

  /**
   * Asks the engine, and keeps the answer.
   * @throws CamError if the file cannot be read or is no ONNX model
   */
  async find(model: string): Promise<ModelVerdict> {
    const key = await this.#keyOf(model);
    const { output, featureTensor } = this.#variants.of(model);
    const verdict = await this.#engine.call('modelVerdict', [
      model,
      {
        ...(output === undefined ? {} : { output }),
        ...(featureTensor === undefined ? {} : { featureTensor }),
      },
    ]);
    const { workspaceState } = this.#context;
    await workspaceState.update(REMEMBERED, { ...this.#all(), [model]: { key, verdict } });
    return verdict;
  }

  /** Forgets all other models. */
  async keepOnly(models: ReadonlySet<string>): Promise<void> {
    const all = Object.entries(this.#all());
    const left = all.filter(([model]) => models.has(model));
    if (left.length === all.length) return;
    await this.#context.workspaceState.update(REMEMBERED, Object.fromEntries(left));
  }

  #all(): Record<string, Kept> {
    return this.#context.workspaceState.get<Record<string, Kept>>(REMEMBERED, {});
  }

  /** The texts are in the language of the window, and made by this version. */
  async #keyOf(model: string): Promise<string> {
    const { version } = this.#context.extension.packageJSON as { version: string };
    const files = await Promise.all([model, sidecarPath(model)].map(versionOf));
    return JSON.stringify([...files, this.#variants.of(model), version, vscode.env.language]);
  }
}

/** Size and time of change, so that the file need not be read; undefined if there is none. */
async function versionOf(file: string): Promise<string | undefined> {
  try {
    const { size, mtimeMs } = await stat(file);
    return `${size} ${mtimeMs}`;
  } catch {
    return undefined;
  }
}
