import { CamError, orRefusal } from '../base/errors.ts';
import type { Analysis } from '../classifier/analysis.ts';
import { inferShapes } from '../classifier/input/graphShapes.ts';
import { findImageInput } from '../classifier/input/imageInput.ts';
import type { ImageInput } from '../classifier/probe/pictureInput.ts';
import { concreteInput } from '../classifier/probe/pictureInput.ts';
import type { TensorSizes } from '../layers/graphFlow.ts';
import { followPicture, statedSizes } from '../layers/graphFlow.ts';
import type { SpatialLayer } from '../layers/listLayers.ts';
import { listLayers } from '../layers/listLayers.ts';
import type { Graph } from '../onnx/file/graph.ts';
import { readIntegerConstants } from '../onnx/file/integerConstants.ts';
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

/**
 * The sizes, without the batch, of the tensors of a model that the picture flows through and that are no layers: pooled
 * vectors, gates, logits; those that are known without a run. Empty for a model that takes no picture.
 */
export async function vectorSizes(
  graph: Graph,
  integers: ReadonlyMap<string, number[]>,
): Promise<Map<string, number[]>> {
  const { model } = graph;
  const input = await orRefusal(() => findImageInput(graph));
  if (CamError.is(input)) return new Map();
  const { name, layout } = input;
  const [batch = 1, ...rest] = model.inputs.find((one) => one.name === name)?.dims ?? [];
  const picture = { name, dims: [batch, ...rest] };
  const stated = statedSizes(model);
  const flows = followPicture(graph, picture, layout, stated, integers);
  const layers = model.outputs.flatMap((output) =>
    listLayers(graph, { input: picture, layout, output: output.name }, stated, integers),
  );
  for (const { layer } of layers) flows.delete(layer.tensor);
  return new Map(
    [...flows].flatMap(([tensor, { dims }]): [string, number[]][] => {
      const [first, ...sizes] = dims?.map(({ size }) => size) ?? [];
      const known = sizes.filter((size) => size !== undefined);
      const isKnown = known.length > 0 && known.length === sizes.length;
      return isKnown && (first === undefined || first === batch) ? [[tensor, known]] : [];
    }),
  );
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
