import path from 'node:path';
import type { Analysis, ModelVariant } from '../classifier/analysis.ts';
import { analyseModel } from '../classifier/analysis.ts';
import type { Classifier } from '../classifier/classifier.ts';
import { loadClassifier } from '../classifier/classifier.ts';
import type { SpatialLayer } from '../layers/listLayers.ts';
import { Graph } from '../onnx/file/graph.ts';
import type { OnnxModel } from '../onnx/file/model.ts';
import { fileVersion } from '../onnx/file/modelFile.ts';
import { readOnnxModel } from '../onnx/readModel.ts';
import type { Placement } from '../places/placement.ts';
import type { TensorSession } from './tensorSession.ts';

/** Number of models that stay loaded; the least recently used one is released. */
const MAX_LOADED = 3;

/** Number of models whose structure, analyses and class weights are kept; far smaller than a loaded model. */
const MAX_KNOWN = 8;

/** A model file whose structure was read, and all later results about it. */
export interface KnownModel {
  graph: Graph;
  /** Versions of the file and of its external weights when it was read. */
  version: string;
  /** By variant; a refusal is remembered too. */
  analyses: Map<string, Promise<Analysis>>;
  /** The spatial tensors before an output, by its name. */
  layers: Map<string, Promise<SpatialLayer[]>>;
  /** Where the cells of the map lie, by variant; only what is known. */
  placements: Map<string, Placement>;
  /** Loaded for running, by variant. */
  classifiers: Map<string, Classifier>;
  /** The part up to the tensor that was used last, loaded. */
  tensor: { name: string; part: TensorSession } | undefined;
  /** What else was loaded for it; it is released with the model. */
  attached: Set<{ release(): Promise<void> }>;
}

/**
 * What is known about model files: nothing is read, analysed or loaded twice while a file does not change. Calls must
 * not overlap; a classifier is valid until the next call.
 */
export class ModelCache {
  /** Folder in which measurements of models are kept; undefined to keep none. */
  readonly cacheFolder: string | undefined;
  /** By path, the most recently used last. */
  readonly #known = new Map<string, KnownModel>();

  constructor(cacheFolder?: string) {
    this.cacheFolder = cacheFolder;
  }

  /**
   * A model's structure, read again where the file has changed.
   * @throws CamError if the file cannot be read or is no ONNX model.
   */
  async read(file: string): Promise<KnownModel> {
    const known = this.#known.get(file);
    this.#known.delete(file);
    if (known) {
      if ((await versionOf(known.graph.model).catch(() => '')) === known.version) {
        this.#known.set(file, known);
        return known;
      }
      await release(known);
    }
    const model = await readOnnxModel(file);
    const version = await versionOf(model);
    const read: KnownModel = {
      graph: new Graph(model),
      version,
      analyses: new Map(),
      layers: new Map(),
      placements: new Map(),
      classifiers: new Map(),
      tensor: undefined,
      attached: new Set(),
    };
    this.#known.set(file, read);
    await this.#forgetLeastRecentlyUsed();
    return read;
  }

  /** The model, loaded. @throws CamError with the reason why it has no map, or is not loaded. */
  async load(known: KnownModel, variant: ModelVariant): Promise<Classifier> {
    const analysis = await analysisOf(known, variant);
    const key = keyOf(variant);
    const classifier = known.classifiers.get(key) ?? (await loadClassifier(analysis));
    known.classifiers.delete(key);
    known.classifiers.set(key, classifier);
    await this.#unloadLeastRecentlyUsed();
    return classifier;
  }

  /** Releases everything. */
  async dispose(): Promise<void> {
    const all = [...this.#known.values()];
    this.#known.clear();
    await Promise.all(all.map(release));
  }

  async #forgetLeastRecentlyUsed(): Promise<void> {
    for (const [file, known] of this.#known) {
      if (this.#known.size <= MAX_KNOWN) return;
      this.#known.delete(file);
      await release(known);
    }
  }

  async #unloadLeastRecentlyUsed(): Promise<void> {
    const loaded = [...this.#known.values()].flatMap(({ classifiers }) =>
      [...classifiers].map(([key, classifier]) => ({ classifiers, key, classifier })),
    );
    for (const { classifiers, key, classifier } of loaded.slice(0, -MAX_LOADED)) {
      classifiers.delete(key);
      await classifier.release();
    }
  }
}

/**
 * The analysis of a model, without loading it.
 * @throws CamError with the reason why it has no map.
 */
export function analysisOf(known: KnownModel, variant: ModelVariant): Promise<Analysis> {
  const key = keyOf(variant);
  const analysis = known.analyses.get(key) ?? analyseChecked(known.graph, variant);
  known.analyses.set(key, analysis);
  return analysis;
}

/** A model whose weights are outside its folder is refused before the runtime reads them. */
async function analyseChecked(graph: Graph, variant: ModelVariant): Promise<Analysis> {
  await graph.externalFiles();
  return analyseModel(graph, variant);
}

export function keyOf({ output, featureTensor }: ModelVariant): string {
  return JSON.stringify([output, featureTensor]);
}

async function release({ classifiers, tensor, attached }: KnownModel): Promise<void> {
  for (const classifier of classifiers.values()) await classifier.release();
  classifiers.clear();
  await tensor?.part.session.release();
  for (const part of attached) await part.release();
  attached.clear();
}

/** Version of the file and of every file that it says holds weights, missing ones included. */
async function versionOf(model: OnnxModel): Promise<string> {
  const versions = await Promise.all([
    fileVersion(model.file.path),
    ...externalPaths(model).map((file) => fileVersion(file).catch(() => 'missing')),
  ]);
  return versions.join(' ');
}

/** Where a model's external weights should be, absolute; not checked. */
export function externalPaths(model: OnnxModel): string[] {
  const locations = new Set(model.externalTensors.map(({ location }) => location));
  return [...locations].map((location) => path.resolve(path.dirname(model.file.path), location));
}
