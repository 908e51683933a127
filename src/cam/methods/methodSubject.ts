import type { CamError } from '../base/errors.ts';
import type { Size } from '../base/geometry.ts';
import type { Analysis } from '../classifier/analysis.ts';
import type { Scores } from '../classifier/scores.ts';
import { analyseScores } from '../classifier/scores.ts';
import type { ModelConfig } from '../config/resolveConfig.ts';
import { statedOutput } from '../config/resolveConfig.ts';
import { findConfig } from '../model/describeModel.ts';
import type { KnownModel } from '../model/modelCache.ts';
import type { ModelOptions, OpenModel } from '../model/openModel.ts';
import type { LayerTarget } from './layer/layerTarget.ts';
import { MethodModel } from './methodModel.ts';

/** What was found out about a model for one size of pictures; it is kept with the model. */
export interface SizedModel {
  model: MethodModel;
  /** The layers of maps, by what was asked for. */
  targets: Map<string, LayerTarget | undefined>;
}

const SCORES = new WeakMap<KnownModel, Map<string | undefined, Promise<Scores>>>();

const KEPT = new WeakMap<KnownModel, Map<string, SizedModel>>();

/** A model of which maps are made by methods. */
export interface MethodSubject {
  known: KnownModel;
  scores: Scores;
  /** The model's own map, or the reason why it has none. */
  analysis: Analysis | CamError;
  config: ModelConfig;
}

/**
 * @throws CamError if the model takes no picture or gives no scores, the runtime refuses it, or the sidecar is invalid.
 */
export async function readSubject(model: OpenModel, options: ModelOptions): Promise<MethodSubject> {
  const { known, graph } = model;
  await graph.externalFiles();
  const analysis = await model.analysisOrRefusal();
  const sidecar = options.configPath === undefined ? {} : { sidecarPath: options.configPath };
  const output = options.output ?? (await statedOutput(graph.file, sidecar));
  const scores = await scoresOf(known, output);
  const config = await findConfig(graph.model, scores, options.configPath);
  return { known, scores, analysis, config };
}

/** By the asked output; found once for each model. A refusal is remembered too. */
function scoresOf(known: KnownModel, output: string | undefined): Promise<Scores> {
  const ofModel = SCORES.get(known) ?? new Map<string | undefined, Promise<Scores>>();
  SCORES.set(known, ofModel);
  const found = ofModel.get(output) ?? analyseScores(known.graph, output);
  ofModel.set(output, found);
  return found;
}

/** The model for pictures of one size. The last one is kept, loaded as far as it was used. */
export async function sizedModel(
  { known, scores }: MethodSubject,
  { width, height }: Size,
): Promise<SizedModel> {
  const kept = keptOf(known);
  const key = JSON.stringify([scores.output, width, height]);
  const found = kept.get(key);
  if (found) return found;
  for (const { model } of kept.values()) await model.release();
  kept.clear();
  const { input, output, path } = scores;
  const isSame = path.picture.width === width && path.picture.height === height;
  const isFree = input.width === undefined || input.height === undefined;
  const ofSize =
    isSame || !isFree ? scores : await analyseScores(known.graph, output, { width, height });
  const sized = { model: new MethodModel(ofSize, { width, height }), targets: new Map() };
  kept.set(key, sized);
  return sized;
}

function keptOf(known: KnownModel): Map<string, SizedModel> {
  const found = KEPT.get(known) ?? new Map<string, SizedModel>();
  if (KEPT.has(known)) return found;
  KEPT.set(known, found);
  known.attached.add({
    release: async () => {
      KEPT.delete(known);
      for (const { model } of found.values()) await model.release();
    },
  });
  return found;
}
