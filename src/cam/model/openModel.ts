import type { CamError } from '../base/errors.ts';
import { orRefusal } from '../base/errors.ts';
import type { Analysis, ModelVariant } from '../classifier/analysis.ts';
import type { Classifier } from '../classifier/classifier.ts';
import type { Preprocessing } from '../config/preprocessing.ts';
import { statedOutput } from '../config/resolveConfig.ts';
import type { RgbPicture } from '../image/prepareInput.ts';
import type { Graph } from '../onnx/file/graph.ts';
import type { Placement } from '../places/placement.ts';
import { pendingPlacement } from '../places/placement.ts';
import type { ModelDescription } from '../results/explanation.ts';
import { describeModel, preprocessingAt } from './describeModel.ts';
import type { KnownModel, ModelCache } from './modelCache.ts';
import { analysisOf, keyOf } from './modelCache.ts';
import { findPlacement, knownPlacement } from './modelPlacement.ts';

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

  /** Folder in which measurements of models are kept; undefined to keep none. */
  get cacheFolder(): string | undefined {
    return this.#models.cacheFolder;
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

  /**
   * Where the cells of the map lie. Measured in 24 runs, once for each model, if the layers do not tell it; in 24 more
   * with a photo, if there is one, where noise says nothing to the model.
   * @param when `later`: nothing is run; what is not known yet is pending
   * @throws CamError as {@link load}, or if the model fails.
   */
  async placement(when: 'now' | 'later', photo?: RgbPicture): Promise<Placement> {
    const asked = await this.#asked();
    const key = keyOf(asked);
    const { placements } = this.known;
    const found = placements.get(key);
    if (found) return found;
    const analysis = await this.analysis();
    const { preprocessing } = await this.description();
    const { cacheFolder } = this.#models;
    const question = {
      known: this.known,
      analysis,
      preprocessing: preprocessing.value,
      cacheFolder,
      photo,
    };
    const placement =
      when === 'now'
        ? await findPlacement(question, () => this.load())
        : await knownPlacement(question);
    const mayBeTold = placement?.check.standing === 'unchecked' && !photo;
    if (placement && !mayBeTold) placements.set(key, placement);
    return placement ?? pendingPlacement();
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
