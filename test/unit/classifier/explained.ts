import { Engine } from '../../../src/cam/engine.ts';
import type { Explanation, ModelDescription } from '../../../src/cam/results/explanation.ts';

/** The engine's results for a model and one picture. */
export interface Explained {
  description: ModelDescription;
  found: Explanation;
}

/** Explains one picture with one model after the other, each of them once. */
export class ExplainedModels {
  readonly #engine = new Engine();
  readonly #known = new Map<string, Promise<Explained>>();
  readonly #picture: string;
  readonly #configPath: string;

  constructor(picture: string, configPath: string) {
    this.#picture = picture;
    this.#configPath = configPath;
  }

  of(model: string): Promise<Explained> {
    const explained = this.#known.get(model) ?? this.#explain(model);
    this.#known.set(model, explained);
    return explained;
  }

  dispose(): Promise<void> {
    this.#known.clear();
    return this.#engine.dispose();
  }

  async #explain(model: string): Promise<Explained> {
    const options = { configPath: this.#configPath };
    const description = await this.#engine.openModel(model, options);
    return { description, found: await this.#engine.explain(model, this.#picture, options) };
  }
}
