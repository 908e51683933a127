import { CamError } from '../base/errors.ts';
import type { Analysis } from '../classifier/analysis.ts';
import { findImageInput } from '../classifier/input/imageInput.ts';
import { statedSizes } from '../layers/graphFlow.ts';
import { layerGraph } from '../layers/layerGraph.ts';
import type { SpatialLayer } from '../layers/listLayers.ts';
import type { KnownModel } from '../model/modelCache.ts';
import { findLayers, followLayers, outputOf } from '../model/modelLayers.ts';
import type { Graph } from '../onnx/file/graph.ts';
import type { LayerGraph } from '../results/layerGraph.ts';
import { inputOf } from './inspect.ts';

/**
 * How the layers that `readFacts` lists follow each other. Nothing is run, no weights are read.
 * @throws CamError if the model takes no picture.
 */
export async function readLayerGraph(graph: Graph): Promise<LayerGraph> {
  const { model } = graph;
  const input = await findImageInput(graph);
  const output = outputOf(model, undefined);
  const dims = model.inputs[0]?.dims ?? [];
  const layers = await followLayers(graph, input, dims, output, statedSizes(model));
  return graphOf(graph, input.name, output, layers);
}

/**
 * How the layers that `inspect` lists follow each other.
 * @throws CamError if the model takes no picture.
 */
export async function inspectLayerGraph(
  known: KnownModel,
  analysis: Analysis | CamError,
  askedOutput: string | undefined,
): Promise<LayerGraph> {
  const input = await inputOf(known, analysis);
  const layers = await findLayers(known, input, analysis, askedOutput);
  const output = CamError.is(analysis) ? outputOf(known.graph.model, askedOutput) : analysis.output;
  return graphOf(known.graph, input.name, output, layers);
}

function graphOf(
  graph: Graph,
  input: string,
  output: string,
  layers: readonly SpatialLayer[],
): LayerGraph {
  return layerGraph(
    graph,
    input,
    output,
    layers.map(({ layer }) => layer),
  );
}
