import path from 'node:path';
import { t } from '@vscode/l10n';
import type { ConfigSource } from './configSource.ts';
import { noSidecar } from './errors.ts';
import { findLabels, sidecarLabels } from './findLabels.ts';
import { findPreprocessing } from './findPreprocessing.ts';
import { readHuggingFace } from './huggingFace.ts';
import type { InputFacts } from './inputFacts.ts';
import { inOrder } from './labels/labelReading.ts';
import { readModelMetadata } from './modelMetadata.ts';
import type { FoundPreprocessing, Sourced } from './preprocessing.ts';
import type { Sidecar } from './sidecar.ts';
import { readSidecar } from './sidecar.ts';
import { sidecarPath } from './sidecarFile.ts';

/** Facts from the model file itself. */
export interface ModelFacts {
  /** `metadata_props` of the ONNX file. */
  metadata: ReadonlyMap<string, string>;
  classes: number;
  /** Labels that the graph itself puts beside its scores. */
  labels?: string[] | undefined;
  input: InputFacts;
}

/** Labels and preprocessing, and where each came from. */
export interface ModelConfig {
  labels: Sourced<string[]>;
  preprocessing: FoundPreprocessing;
  /** Names of channels; only from the sidecar. */
  unitNames: Record<number, string>;
  /** The sidecar that was read, absolute. */
  sidecarFile: string | undefined;
  notices: string[];
}

/** Settings of {@link resolveConfig}. */
export interface ConfigOptions {
  /** Sidecar to use instead of `NAME.cam.json` beside the model; it must exist. */
  sidecarPath?: string;
}

/**
 * Finds a model's labels and its preprocessing, each from the first source that has them: the sidecar, Hugging Face
 * files beside the model, the ONNX metadata, a file of labels beside the model; see {@link findPreprocessing} for what
 * then is guessed. Settings that a source leaves out come from the next. Files found by their name that do not fit the model are skipped
 * with a notice; the sidecar is binding.
 *
 * @param modelPath path of the model, which is not read; the folder may be any.
 * @throws CamError `fileNotFound` (a sidecar asked for), `sidecarInvalid`, `labelsUnreadable`, `labelCountMismatch`.
 */
export async function resolveConfig(
  modelPath: string,
  facts: ModelFacts,
  options: ConfigOptions = {},
): Promise<ModelConfig> {
  const notices: string[] = [];
  const model = path.resolve(modelPath);
  const sidecar = await findSidecar(model, options);
  const sources = [
    await readHuggingFace(model),
    readModelMetadata(facts.metadata),
    inGraph(facts.labels),
  ];
  notices.push(...(sidecar?.notices ?? []), ...sources.flatMap((source) => source.notices));
  const preprocessing = findPreprocessing(sidecar, sources, facts.input, notices);
  const labels =
    (sidecar && (await sidecarLabels(sidecar, facts.classes, notices))) ??
    (await findLabels(model, sources, facts.classes, notices));
  const unitNames = sidecar?.unitNames ?? {};
  return { labels, preprocessing, unitNames, sidecarFile: sidecar?.file, notices };
}

function inGraph(labels: string[] | undefined): ConfigSource {
  if (!labels) return { notices: [] };
  return { labels: { value: inOrder(labels), source: t("the model's label map") }, notices: [] };
}

/**
 * The output that the model's sidecar names; undefined if it names none.
 * @throws CamError `fileNotFound` (a sidecar asked for), `sidecarInvalid`.
 */
export async function statedOutput(
  modelPath: string,
  options: ConfigOptions = {},
): Promise<string | undefined> {
  return (await findSidecar(path.resolve(modelPath), options))?.output;
}

async function findSidecar(
  modelPath: string,
  options: ConfigOptions,
): Promise<Sidecar | undefined> {
  if (options.sidecarPath === undefined) return readSidecar(sidecarPath(modelPath));
  const file = path.resolve(options.sidecarPath);
  const sidecar = await readSidecar(file);
  if (sidecar) return sidecar;
  throw noSidecar(file);
}
