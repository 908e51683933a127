import { CamError, orRefusal } from '../base/errors.ts';
import type { Analysis } from '../classifier/analysis.ts';
import { inferShapes } from '../classifier/input/graphShapes.ts';
import { findImageInput } from '../classifier/input/imageInput.ts';
import type { ImageInput } from '../classifier/probe/pictureInput.ts';
import { concreteInput } from '../classifier/probe/pictureInput.ts';
import { summariseKind } from '../classifier/summary.ts';
import type { ModelConfig } from '../config/resolveConfig.ts';
import { statedSizes } from '../layers/graphFlow.ts';
import { describeModel, findConfig } from '../model/describeModel.ts';
import type { KnownModel } from '../model/modelCache.ts';
import { findLayers, followLayers, outputOf } from '../model/modelLayers.ts';
import type { Graph } from '../onnx/file/graph.ts';
import type { Placement } from '../places/placement.ts';
import type { ModelDescription } from '../results/explanation.ts';
import { inTraining, withPlace } from '../results/fidelity.ts';
import type { ModelFacts, ModelInspection } from '../results/inspection.ts';
import { collectFacts } from './facts.ts';

/** Facts from the file, from our own reader only: nothing is run, no weights are read. */
export async function readFacts(graph: Graph): Promise<ModelFacts> {
  const { model } = graph;
  const input = await orRefusal(() => findImageInput(graph));
  if (CamError.is(input)) return collectFacts(model, []);
  const dims = model.inputs[0]?.dims ?? [];
  const output = model.outputs[0]?.name ?? '';
  const layers = await followLayers(graph, input, dims, output, statedSizes(model));
  return collectFacts(
    model,
    layers.map(({ layer }) => layer),
  );
}

/**
 * Everything about a model that needs no image. A refusal becomes the verdict.
 * @param options the requested output, and a sidecar other than the one beside the model
 */
export async function inspect(
  known: KnownModel,
  analysis: Analysis | CamError,
  options: { configPath?: string; output?: string },
): Promise<ModelInspection> {
  const { model } = known.graph;
  const { notices } = model;
  const input = await orRefusal(() => inputOf(known, analysis));
  if (CamError.is(input)) return refused(await collectFacts(model, []), input, { notices });
  const layers = await findLayers(known, input, analysis, options.output);
  const facts = await collectFacts(
    model,
    layers.map(({ layer }) => layer),
  );
  if (CamError.is(analysis)) {
    const config = await orRefusal(() => configOf(known, input, analysis, options));
    if (CamError.is(config)) {
      return refused(facts, analysis, { input, notices: [...notices, config.message] });
    }
    return refused(facts, analysis, { ...config, input, notices: [...notices, ...config.notices] });
  }
  const description = await orRefusal(() => describeModel(known, analysis, options.configPath));
  if (CamError.is(description)) return refused(facts, description, { input, notices });
  return accepted(facts, analysis, description);
}

/** The picture input, with the side that the model was analysed with. @throws CamError if it takes no picture. */
export async function inputOf(
  { graph }: KnownModel,
  analysis: Analysis | CamError,
): Promise<ImageInput> {
  return CamError.is(analysis) ? findImageInput(graph) : analysis.input;
}

/**
 * Labels and preprocessing. For a model without a map, the shape of its output gives the number of classes.
 * @throws CamError if the sidecar is invalid.
 */
export async function configOf(
  { graph }: KnownModel,
  input: ImageInput,
  analysis: Analysis | CamError,
  { output, configPath }: { output?: string; configPath?: string },
): Promise<ModelConfig> {
  const { model } = graph;
  if (!CamError.is(analysis)) return findConfig(model, analysis, configPath);
  const name = outputOf(model, output);
  const shapes = await orRefusal(() => inferShapes(graph, [name], concreteInput(input)));
  const stated = model.outputs.find((info) => info.name === name)?.dims;
  const dims = CamError.is(shapes) ? stated : shapes.get(name)?.dims;
  return findConfig(model, { input, classes: classCount(dims ?? []) }, configPath);
}

/** More classes than any model has; a damaged file can state any number. */
const MAX_CLASSES = 2 ** 20;

/** Of an output [N, classes], [N, classes, 1, 1] or [classes]; 0 if it is none of them. */
function classCount(dims: readonly (number | undefined)[]): number {
  const [first, ...rest] = dims;
  const larger = (rest.length > 0 ? rest : [first]).filter((size) => size !== 1);
  const [count = 0] = larger;
  return larger.length === 1 && count > 0 && count <= MAX_CLASSES ? count : 0;
}

function accepted(facts: ModelFacts, analysis: Analysis, model: ModelDescription): ModelInspection {
  const { labels, preprocessing, notices } = model;
  const verdict = { ...summariseKind(analysis), error: undefined };
  const { input } = analysis;
  return { facts, input, labels, preprocessing, notices, verdict, place: undefined, model };
}

/** What was inspected, with what is known about the places of the map's cells. */
export function withPlacement(
  inspection: ModelInspection,
  { layout, training }: Analysis,
  placement: Placement,
): ModelInspection {
  const { verdict } = inspection;
  if (verdict.standing === 'refused') return inspection;
  const { standing, text } = training
    ? inTraining(layout)
    : withPlace({ ...verdict, standing: verdict.standing }, layout, placement);
  const isFault = standing !== verdict.standing;
  const said = isFault ? text : `${text} · ${placement.check.text}`;
  return { ...inspection, verdict: { ...verdict, standing, text: said }, place: placement.check };
}

function refused(
  facts: ModelFacts,
  error: CamError,
  found: Partial<ModelConfig> & { input?: ImageInput; notices: string[] },
): ModelInspection {
  return {
    facts,
    input: found.input,
    labels: found.labels,
    preprocessing: found.preprocessing,
    notices: found.notices,
    verdict: { standing: 'refused', text: error.message, error: CamError.toData(error) },
    place: undefined,
    model: undefined,
  };
}
