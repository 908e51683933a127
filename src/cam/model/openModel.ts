import { CamError } from '../base/errors.ts';
import type { Analysis, ModelVariant } from '../classifier/analysis.ts';
import type { Classifier } from '../classifier/classifier.ts';
import type { Preprocessing } from '../config/preprocessing.ts';
import { statedOutput } from '../config/resolveConfig.ts';
import type { Graph } from '../onnx/file/graph.ts';
import type { ModelDescription } from '../results/explanation.ts';
import { describeModel, preprocessingAt } from './describeModel.ts';
import type { KnownModel, ModelCache } from './modelCache.ts';
import { analysisOf } from './modelCache.ts';

export interface ModelOptions extends ModelVariant {
  /** A sidecar other than the one beside the model. */
  configPath?: string;
}

export interface SizedOptions extends ModelOptions {
  /** One of the description's `inputScales`; default 1. */
  inputScale?: number;
}

/**
 * A model for one call: its file is read, and it is analysed, described or loaded on first need. Labels and
 * preprocessing are read again for each.
 */
export class OpenModel {
  readonly known: KnownModel;
  readonly #models: ModelCache;
  readonly #options: SizedOptions;
  #variant: Promise<ModelVariant> | undefined;
  #description: Promise<ModelDescription> | undefined;

  private constructor(models: ModelCache, known: KnownModel, options: SizedOptions) {
    this.#models = models;
    this.known = known;
    this.#options = options;
  }

  /** @throws CamError if the file cannot be read or is no ONNX model. */
  static async read(
    models: ModelCache,
    path: string,
    options: SizedOptions = {},
  ): Promise<OpenModel> {
    return new OpenModel(models, await models.read(path), options);
  }

  get graph(): Graph {
    return this.known.graph;
  }

  /** The analysis of the model. @throws CamError with the reason why it has no map. */
  async analysis(): Promise<Analysis> {
    return analysisOf(this.known, await this.#asked());
  }

  /** The analysis of the model, or the reason why it has no map. */
  analysisOrRefusal(): Promise<Analysis | CamError> {
    return orRefusal(() => this.analysis());
  }

  /** @throws CamError as {@link analysis}, or if the sidecar is invalid. */
  description(): Promise<ModelDescription> {
    this.#description ??= this.analysis().then((analysis) =>
      describeModel(this.known, analysis, this.#options.configPath),
    );
    return this.#description;
  }

  /** For the requested input scale. @throws CamError `preprocessingMismatch`, or as {@link description}. */
  async preprocessing(): Promise<Preprocessing> {
    return preprocessingAt(await this.description(), this.#options.inputScale);
  }

  /** The model, ready to run until the next call. @throws CamError as {@link analysis}, or if it is not loaded. */
  async load(): Promise<Classifier> {
    return this.#models.load(this.known, await this.#asked());
  }

  /** The output and layer to explain: the requested output, else the one that the sidecar names. */
  #asked(): Promise<ModelVariant> {
    this.#variant ??= this.#findVariant();
    return this.#variant;
  }

  async #findVariant(): Promise<ModelVariant> {
    const { configPath, ...options } = this.#options;
    if (options.output !== undefined) return options;
    const sidecar = configPath === undefined ? {} : { sidecarPath: configPath };
    const output = await statedOutput(this.graph.file, sidecar);
    return output === undefined ? options : { ...options, output };
  }
}

/** The value, or the refusal that is thrown instead. */
export async function orRefusal<T>(find: () => Promise<T>): Promise<T | CamError> {
  try {
    return await find();
  } catch (error) {
    if (CamError.is(error)) return error;
    throw error;
  }
}
