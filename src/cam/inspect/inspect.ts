import { CamError } from '../base/errors.ts';
import type { Analysis } from '../classifier/analysis.ts';
import { inferShapes } from '../classifier/input/graphShapes.ts';
import { findImageInput } from '../classifier/input/imageInput.ts';
import type { ImageInput } from '../classifier/probe/pictureInput.ts';
import { concreteInput } from '../classifier/probe/pictureInput.ts';
import { summariseKind } from '../classifier/summary.ts';
import type { ModelConfig } from '../config/resolveConfig.ts';
import type { TensorSizes } from '../layers/graphFlow.ts';
import { statedSizes } from '../layers/graphFlow.ts';
import { readIntegerConstants } from '../layers/integerConstants.ts';
import type { SpatialLayer } from '../layers/listLayers.ts';
import { listLayers } from '../layers/listLayers.ts';
import { describeModel, findConfig } from '../model/describeModel.ts';
import type { KnownModel } from '../model/modelCache.ts';
import { orRefusal } from '../model/openModel.ts';
import type { Graph } from '../onnx/file/graph.ts';
import type { OnnxModel } from '../onnx/file/model.ts';
import type { ModelDescription } from '../results/explanation.ts';
import type { ModelFacts, ModelInspection } from '../results/inspection.ts';
import { collectFacts } from './facts.ts';

/** Facts from the file, from our own reader only: nothing is run, no weights are read. */
export async function readFacts(graph: Graph): Promise<ModelFacts> {
  const { model } = graph;
  const input = await orRefusal(async () => findImageInput(graph));
  if (CamError.is(input)) return collectFacts(model, []);
  const dims = model.inputs[0]?.dims ?? [];
  const output = model.outputs[0]?.name ?? '';
  const layers = await followLayers(graph, input, dims, output, statedSizes(model));
  return collectFacts(
    model,
    layers.map(({ layer }) => layer),
  );
}

async function followLayers(
  graph: Graph,
  { name, layout }: ImageInput,
  dims: (number | undefined)[],
  output: string,
  sizes: TensorSizes,
): Promise<SpatialLayer[]> {
  const span = { input: { name, dims }, layout, output };
  return listLayers(graph, span, sizes, await readIntegerConstants(graph.model));
}

/**
 * The spatial tensors before an output, with the shapes that the runtime infers without the weights; computed once for
 * each output.
 */
export function findLayers(
  { graph, layers }: KnownModel,
  input: ImageInput,
  analysis: Analysis | CamError,
  askedOutput: string | undefined,
): Promise<SpatialLayer[]> {
  const output = CamError.is(analysis) ? outputOf(graph.model, askedOutput) : analysis.output;
  const found =
    layers.get(output) ??
    inferSizes(graph, input).then((sizes) =>
      followLayers(graph, input, concreteInput(input).dims, output, sizes),
    );
  layers.set(output, found);
  return found;
}

/** Sizes of all tensors that carry the picture; if the runtime refuses the model, only those in the file. */
async function inferSizes(graph: Graph, input: ImageInput): Promise<TensorSizes> {
  const names = [...graph.dependents(input.name)].filter((name) => graph.producerOf(name));
  const shapes = await orRefusal(() => inferShapes(graph, names, concreteInput(input)));
  if (CamError.is(shapes)) return statedSizes(graph.model);
  return new Map(
    [...shapes].flatMap(([name, { dims }]): [string, (number | undefined)[]][] =>
      dims.length === 0 ? [] : [[name, dims.map((size) => (size > 0 ? size : undefined))]],
    ),
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
  const input = await orRefusal(async () => inputOf(known, analysis));
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
export function inputOf({ graph }: KnownModel, analysis: Analysis | CamError): ImageInput {
  return CamError.is(analysis) ? findImageInput(graph) : analysis.input;
}

function outputOf(model: OnnxModel, asked: string | undefined): string {
  const found = model.outputs.find(({ name }) => name === asked) ?? model.outputs[0];
  return found?.name ?? '';
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
  return { facts, input: analysis.input, labels, preprocessing, notices, verdict, model };
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
    model: undefined,
  };
}
