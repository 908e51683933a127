import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';
import type { Analysis } from '../classifier/analysis.ts';
import type { LogitsTensor } from '../classifier/head/logits.ts';
import { summariseKind } from '../classifier/summary.ts';
import { trainingNotice } from '../classifier/trainingMode.ts';
import type { Preprocessing } from '../config/preprocessing.ts';
import { enlarge } from '../config/preprocessing.ts';
import type { ModelConfig } from '../config/resolveConfig.ts';
import { resolveConfig } from '../config/resolveConfig.ts';
import type { OnnxModel } from '../onnx/file/model.ts';
import type { ModelDescription } from '../results/explanation.ts';
import { otherScale } from './errors.ts';
import { labelsInGraph } from './labelMap.ts';
import type { KnownModel } from './modelCache.ts';
import { analysisOf, externalPaths } from './modelCache.ts';

/** Some exporters write whole manuals. */
const MAX_NOTE_LENGTH = 500;

/** The file does not say in which order tokens lie; every exporter writes them in this one. */
function tokensNotice(): string {
  return t('The map is made of tokens, read as a grid row by row.');
}

/** What a user must know about an output that is a probability without a logit behind it; empty for any other. */
export function shareNotices({ activation }: Pick<LogitsTensor, 'activation'>): string[] {
  if (activation !== 'none' && activation !== 'percent') return [];
  return [
    t(
      "The model's output is already a probability, but not from a softmax or sigmoid: it is shown unchanged, and the maps explain it instead of a logit.",
    ),
  ];
}

/**
 * Describes an analysed model. Labels and preprocessing are read again each time.
 * @param configPath a sidecar other than the one beside the model
 * @throws CamError if the sidecar is invalid.
 */
export async function describeModel(
  known: KnownModel,
  analysis: Analysis,
  configPath: string | undefined,
): Promise<ModelDescription> {
  const { version, graph } = known;
  const { model } = graph;
  const { path } = model.file;
  const config = await findConfig(model, analysis, configPath);
  const { labels, preprocessing } = config;
  const isTokens = analysis.feature.dims.length === 3;
  const notices = [
    ...[...model.notices, ...config.notices],
    ...(isTokens ? [tokensNotice()] : []),
    ...shareNotices(analysis.logits),
    ...(analysis.training ? [trainingNotice(analysis.training)] : []),
  ];
  const unitNames = await namesFor(known, analysis, config.unitNames);
  return {
    path,
    version: JSON.stringify([
      ...[path, version, analysis.output, analysis.feature.name],
      ...[labels, preprocessing, unitNames, notices],
    ]),
    fileVersion: version,
    files: filesOf(model, config),
    mapKind: analysis.mapKind,
    poolings: analysis.poolings,
    readout: analysis.readout,
    featureTensor: analysis.feature.name,
    summary: summariseKind(analysis).text,
    classes: analysis.classes,
    outputs: analysis.outputs,
    output: analysis.output,
    inputScales: analysis.inputScales,
    labels,
    preprocessing,
    unitNames,
    activation: analysis.logits.activation,
    classWeights: analysis.classWeights,
    authorNote: authorNoteOf(model),
    notices,
  };
}

/** The files that a description is made from, absolute. */
export function filesOf(
  model: OnnxModel,
  { labels, preprocessing, sidecarFile }: ModelConfig,
): string[] {
  const files = [
    ...[model.file.path, ...externalPaths(model), labels.file, preprocessing.file],
    sidecarFile,
  ];
  return [...new Set(files.filter((file) => file !== undefined))];
}

/**
 * The preprocessing of a model whose input is enlarged by a factor.
 * @throws CamError `preprocessingMismatch` if it is not one of the description's `inputScales`.
 */
export function preprocessingAt(
  { path, preprocessing, inputScales }: ModelDescription,
  inputScale = 1,
): Preprocessing {
  if (inputScales.includes(inputScale)) return enlarge(preprocessing.value, inputScale);
  throw otherScale(path, inputScale, inputScales);
}

/** The names belong to the model's own last feature map: another tensor's channels are other units. */
async function namesFor(
  known: KnownModel,
  { output, feature }: Analysis,
  names: Record<number, string>,
): Promise<Record<number, string>> {
  if (Object.keys(names).length === 0) return {};
  const own = await analysisOf(known, { output }).catch((error) => {
    if (CamError.is(error)) return undefined;
    throw error;
  });
  return own?.feature.name === feature.name ? names : {};
}

/** Labels and preprocessing of a model that takes a picture. */
export function findConfig(
  model: OnnxModel,
  { input, classes }: Pick<Analysis, 'input' | 'classes'>,
  configPath: string | undefined,
): Promise<ModelConfig> {
  const { file, metadata, producerName } = model;
  const labels = labelsInGraph(model);
  const facts = { metadata, classes, labels, input: { ...input, exporter: producerName } };
  return resolveConfig(
    file.path,
    facts,
    configPath === undefined ? {} : { sidecarPath: configPath },
  );
}

/** What the model's author wrote into the file. */
export function authorNoteOf({ description }: OnnxModel): string {
  return description.slice(0, MAX_NOTE_LENGTH);
}
