import { webcrypto } from 'node:crypto';
import type { Classifier } from './classifier/classifier.ts';
import { openClassifier } from './classifier/classifier.ts';
import { resolveConfig } from './classifier/resolveConfig.ts';
import { explainImage } from './explain.ts';
import type { Explanation, ModelDescription } from './explanation.ts';
import type { DecodeOptions } from './image/decode.ts';
import { decodeImage } from './image/decode.ts';
import type { ModelFile } from './onnx/modelFile.ts';
import { fileVersion, readModelFile } from './onnx/modelFile.ts';

/** Some exporters write whole manuals. */
const MAX_NOTE_LENGTH = 500;

/** Models that stay loaded; the least recently used one goes. */
const MAX_LOADED_MODELS = 3;

interface LoadedModel {
  classifier: Classifier;
  /** SHA-256 of the file; computed once, beside the work on the first picture. */
  hash: () => Promise<string>;
  /** Versions of the model and its external weights when it was loaded. */
  version: string;
}

export interface ModelOptions {
  /** A sidecar other than the one beside the model. */
  configPath?: string;
}

export interface ExplainOptions extends ModelOptions, DecodeOptions {}

/**
 * The one door of the library: opens models, explains pictures. Paths are absolute. Calls are carried out
 * one after the other, so a model is never released while another call uses it. Not for use in an
 * editor's process: a run blocks its thread.
 */
export class Engine {
  /** By path, the most recently used last. */
  readonly #loaded = new Map<string, LoadedModel>();
  #previous: Promise<unknown> = Promise.resolve();

  /**
   * Describes a model, loading it where needed. Labels and preprocessing are read anew each time.
   * @throws CamError with the reason why the model cannot be used.
   */
  openModel(path: string, options: ModelOptions = {}): Promise<ModelDescription> {
    return this.#inTurn(async () => describe(path, await this.#load(path), options));
  }

  /**
   * Everything that the maps of one picture need.
   * @throws CamError about the model or the picture.
   */
  explain(
    modelPath: string,
    imagePath: string,
    options: ExplainOptions = {},
  ): Promise<Explanation> {
    return this.#inTurn(async () => {
      const decoding = decodeImage(imagePath, options);
      decoding.catch(() => undefined);
      const model = await this.#load(modelPath);
      const hash = model.hash();
      hash.catch(() => undefined);
      const { preprocessing, version } = await describe(modelPath, model, options);
      const explanation = await explainImage(
        model.classifier,
        preprocessing.value,
        await decoding,
        { imagePath, modelPath },
      );
      return { ...explanation, modelHash: await hash, modelVersion: version };
    });
  }

  /** Releases every loaded model. */
  dispose(): Promise<void> {
    return this.#inTurn(async () => {
      const models = [...this.#loaded.values()];
      this.#loaded.clear();
      await Promise.all(models.map(({ classifier }) => classifier.session.release()));
    });
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#previous.then(task, task);
    this.#previous = result;
    return result;
  }

  async #load(path: string): Promise<LoadedModel> {
    const known = this.#loaded.get(path);
    if (known) {
      this.#loaded.delete(path);
      const version = await versionOf(path, known.classifier.externalFiles);
      if (version === known.version) {
        this.#loaded.set(path, known);
        return known;
      }
      await known.classifier.session.release();
    }
    const file = await readModelFile(path);
    const classifier = await openClassifier(file);
    const hash = hashOnce(file);
    const version = await versionOf(path, classifier.externalFiles);
    const model = { classifier, hash, version };
    this.#loaded.set(path, model);
    await this.#dropLeastRecentlyUsed();
    return model;
  }

  async #dropLeastRecentlyUsed(): Promise<void> {
    for (const [path, { classifier }] of this.#loaded) {
      if (this.#loaded.size <= MAX_LOADED_MODELS) return;
      this.#loaded.delete(path);
      await classifier.session.release();
    }
  }
}

async function versionOf(path: string, externalFiles: string[]): Promise<string> {
  const versions = await Promise.all([path, ...externalFiles].map(fileVersion));
  return versions.join(' ');
}

/** SHA-256 in hexadecimal, by the thread pool of Node. The bytes are let go once they are hashed. */
function hashOnce(file: ModelFile): () => Promise<string> {
  let bytes: Uint8Array | undefined = file.bytes;
  let hash: Promise<string> | undefined;
  return () => {
    hash ??= webcrypto.subtle
      .digest('SHA-256', bytes ?? new Uint8Array())
      .then((digest) => Buffer.from(digest).toString('hex'));
    bytes = undefined;
    return hash;
  };
}

async function describe(
  path: string,
  { classifier, version }: LoadedModel,
  { configPath }: ModelOptions,
): Promise<ModelDescription> {
  const { input, classWeights, feature, externalFiles } = classifier;
  const facts = { metadata: classifier.metadata, classes: classWeights.classes, input };
  const config = await resolveConfig(
    path,
    facts,
    configPath === undefined ? {} : { sidecarPath: configPath },
  );
  const { labels, preprocessing, notices } = config;
  const files = [path, ...externalFiles, labels.file, preprocessing.file];
  return {
    path,
    version: JSON.stringify([path, version, labels, preprocessing, notices]),
    files: [...new Set(files.filter((file) => file !== undefined))],
    mapKind: classifier.mapKind,
    readout: classifier.readout,
    featureTensor: feature.name,
    labels,
    preprocessing,
    activation: classifier.logits.activation,
    classWeights,
    authorNote: classifier.description.slice(0, MAX_NOTE_LENGTH),
    notices,
  };
}
