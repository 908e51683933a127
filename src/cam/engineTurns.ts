import { ModelCache } from './model/modelCache.ts';
import type { SizedOptions } from './model/openModel.ts';
import { OpenModel } from './model/openModel.ts';
import { ofDamagedFile } from './onnx/errors.ts';

/** The calls of an engine, one after the other, and the models that they use. */
export class EngineTurns {
  readonly #models: ModelCache;
  #previous: Promise<unknown> = Promise.resolve();

  /** @param cacheFolder keeps what is measured about models; if left out, nothing is kept */
  constructor(cacheFolder?: string) {
    this.#models = new ModelCache(cacheFolder);
  }

  /** Releases every loaded model. */
  dispose(): Promise<void> {
    return this.inTurn(() => this.#models.dispose());
  }

  /** One call about one model. */
  protected withModel<T>(
    path: string,
    options: SizedOptions,
    answer: (model: OpenModel) => Promise<T>,
  ): Promise<T> {
    return this.inTurn(async () => {
      try {
        return await answer(await OpenModel.read(this.#models, path, options));
      } catch (error) {
        throw ofDamagedFile(path, error);
      }
    });
  }

  protected inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#previous.then(task, task);
    this.#previous = result;
    return result;
  }
}
