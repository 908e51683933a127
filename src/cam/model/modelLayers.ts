import { CamError, orRefusal } from '../base/errors.ts';
import type { Analysis } from '../classifier/analysis.ts';
import { inferShapes } from '../classifier/input/graphShapes.ts';
import type { ImageInput } from '../classifier/probe/pictureInput.ts';
import { concreteInput } from '../classifier/probe/pictureInput.ts';
import type { TensorSizes } from '../layers/graphFlow.ts';
import { statedSizes } from '../layers/graphFlow.ts';
import { readIntegerConstants } from '../layers/integerConstants.ts';
import type { SpatialLayer } from '../layers/listLayers.ts';
import { listLayers } from '../layers/listLayers.ts';
import type { Graph } from '../onnx/file/graph.ts';
import type { OnnxModel } from '../onnx/file/model.ts';
import type { KnownModel } from './modelCache.ts';

/**
 * The spatial tensors before an output, with the sizes that are known.
 * @param dims of the input
 */
export async function followLayers(
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

/** The layer of a model's map; undefined if it is not known how its tensor carries the picture. */
export async function featureLayer(
  known: KnownModel,
  analysis: Analysis,
): Promise<SpatialLayer | undefined> {
  const layers = await findLayers(known, analysis.input, analysis, undefined);
  return layers.find(({ layer }) => layer.tensor === analysis.feature.name);
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

/** The requested output, else the first one; empty if there is none. */
export function outputOf(model: OnnxModel, asked: string | undefined): string {
  const found = model.outputs.find(({ name }) => name === asked) ?? model.outputs[0];
  return found?.name ?? '';
}
