import path from 'node:path';
import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';
import { readJson, readSmallText } from '../base/smallFile.ts';
import type { InputFacts } from './defaultPreprocessing.ts';
import { conventionalPreprocessing } from './defaultPreprocessing.ts';
import { noLabels, noLabelsFile, noSidecar, otherLabelCount } from './errors.ts';
import type { ConfigSource } from './huggingFace.ts';
import { readHuggingFace } from './huggingFace.ts';
import { numberedLabels, parseLabelJson, parseLabelLines } from './labels.ts';
import { readModelMetadata } from './modelMetadata.ts';
import type { Preprocessing, Sourced } from './preprocessing.ts';
import type { PreprocessingPatch } from './preprocessingPatch.ts';
import { applyPatch, channelCount, isComplete, statedSettings } from './preprocessingPatch.ts';
import type { Sidecar } from './sidecar.ts';
import { readSidecar, requireChannels } from './sidecar.ts';
import { sidecarPath } from './sidecarFile.ts';

/** Facts from the model file itself. */
export interface ModelFacts {
  /** `metadata_props` of the ONNX file. */
  metadata: ReadonlyMap<string, string>;
  classes: number;
  input: InputFacts;
}

/** Labels and preprocessing, and where each came from. */
export interface ModelConfig {
  labels: Sourced<string[]>;
  preprocessing: Sourced<Preprocessing>;
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
 * files beside the model, the ONNX metadata, a labels text file beside the model, the torchvision ImageNet convention.
 * Settings that a source leaves out come from the next. Files found by their name that do not fit the model are skipped
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
  const sources = [await readHuggingFace(model), readModelMetadata(facts.metadata)];
  notices.push(...(sidecar?.notices ?? []), ...sources.flatMap((source) => source.notices));
  const preprocessing = findPreprocessing(sidecar, sources, facts.input, notices);
  const labels =
    (sidecar?.labels === undefined ? undefined : await sidecarLabels(sidecar, facts.classes)) ??
    (await findLabels(model, sources, facts.classes, notices));
  const unitNames = sidecar?.unitNames ?? {};
  return { labels, preprocessing, unitNames, sidecarFile: sidecar?.file, notices };
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

function findPreprocessing(
  sidecar: Sidecar | undefined,
  sources: ConfigSource[],
  input: InputFacts,
  notices: string[],
): Sourced<Preprocessing> {
  const { preprocessing: convention, source } = conventionalPreprocessing(input);
  let result: Sourced<Preprocessing> = { value: convention, source };
  for (const candidate of sources.flatMap((found) => found.preprocessing ?? [])) {
    const merged = merge(result, candidate, input);
    if (fits(merged.value, input)) {
      result = merged;
      break;
    }
    notices.push(t('{0}: its channels do not fit the model; it is not used.', candidate.source));
  }
  if (!sidecar || statedSettings(sidecar.preprocessing).length === 0) return result;
  const { file, preprocessing: value } = sidecar;
  const stated = { value, source: path.basename(file), file };
  result = merge(result, stated, input);
  requireChannels(file, result.value, input.channels);
  return result;
}

function merge(
  base: Sourced<Preprocessing>,
  stated: Sourced<PreprocessingPatch>,
  input: InputFacts,
): Sourced<Preprocessing> {
  const settings = statedSettings(stated.value).join(', ');
  const source = isComplete(stated.value)
    ? stated.source
    : t('{0} ({1}); the rest: {2}', stated.source, settings, base.source);
  const merged = { value: applyPatch(base.value, stated.value, input), source };
  return stated.file === undefined ? merged : { ...merged, file: stated.file };
}

function fits({ channels, mean, std }: Preprocessing, input: InputFacts): boolean {
  const count = channelCount(channels);
  return mean.length === count && std.length === count && (input.channels === 3 || count === 1);
}

async function sidecarLabels(sidecar: Sidecar, classes: number): Promise<Sourced<string[]>> {
  const { labels = [] } = sidecar;
  const isFile = typeof labels === 'string';
  const file = isFile ? path.resolve(path.dirname(sidecar.file), labels) : sidecar.file;
  const value = isFile ? await readLabels(file) : labels;
  if (!value) throw noLabelsFile(file, String(labels), sidecar.file);
  const all = withBackground(value, classes);
  if (all.length !== classes) throw otherLabelCount(file, value.length, classes);
  return { value: all, source: labelSource(path.basename(file), value, classes), file };
}

/** TensorFlow's ImageNet models have 1001 classes, of which the first is "background". */
const IMAGENET_CLASSES = 1000;

function needsBackground(labels: number, classes: number): boolean {
  return labels === IMAGENET_CLASSES && classes === IMAGENET_CLASSES + 1;
}

/** The labels; if a model of 1001 classes comes with ImageNet's 1000 labels, "background" is added before them. */
function withBackground(labels: string[], classes: number): string[] {
  return needsBackground(labels.length, classes) ? ['background', ...labels] : labels;
}

function labelSource(source: string, labels: string[], classes: number): string {
  return needsBackground(labels.length, classes) ? t('{0}, after "background"', source) : source;
}

/** Labels of a text or JSON file; undefined if there is none. */
async function readLabels(file: string): Promise<string[] | undefined> {
  if (/\.json$/i.test(file)) {
    const json = await readJson(file, 'labelsUnreadable');
    const labels = parseLabelJson(json);
    if (json !== undefined && !labels) throw noLabels(file);
    return labels;
  }
  const text = await readSmallText(file, 'labelsUnreadable');
  return text === undefined ? undefined : parseLabelLines(text);
}

/** Names under which labels lie beside a model called NAME. */
function labelFiles(modelPath: string): string[] {
  const name = path.basename(modelPath).replace(/\.onnx$/i, '');
  const names = [`${name}.labels.txt`, `${name}.txt`, 'labels.txt', 'classes.txt', 'synset.txt'];
  return names.map((file) => path.join(path.dirname(modelPath), file));
}

async function findLabels(
  modelPath: string,
  sources: ConfigSource[],
  classes: number,
  notices: string[],
): Promise<Sourced<string[]>> {
  const passOver = (source: string, count: number): void => {
    notices.push(
      t(
        '{0} has {1} labels, but the model has {2} classes; it is not used.',
        source,
        count,
        classes,
      ),
    );
  };
  for (const candidate of sources.flatMap((found) => found.labels ?? [])) {
    const value = withBackground(candidate.value, classes);
    if (value.length === classes) {
      return {
        ...candidate,
        value,
        source: labelSource(candidate.source, candidate.value, classes),
      };
    }
    passOver(candidate.source, candidate.value.length);
  }
  for (const file of labelFiles(modelPath)) {
    try {
      const value = await readLabels(file);
      const all = value && withBackground(value, classes);
      if (value && all?.length === classes) {
        return { value: all, source: labelSource(path.basename(file), value, classes), file };
      }
      if (value) passOver(path.basename(file), value.length);
    } catch (error) {
      if (!CamError.is(error)) throw error;
      notices.push(t('{0} It is not used.', error.message));
    }
  }
  return { value: numberedLabels(classes), source: t('no labels found') };
}
