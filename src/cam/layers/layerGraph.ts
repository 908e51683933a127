import type { Graph } from '../onnx/file/graph.ts';
import type { Layer } from '../results/inspection.ts';
import type { LayerEdge, LayerGraph } from '../results/layerGraph.ts';
import { groupLayers } from './layerGroups.ts';

/**
 * The edges between the layers of a model, and the groups that they can be folded into.
 * @param input name of the picture's input
 * @param output name of the output that the layers lead to
 * @param layers in the order of the graph, see `listLayers`
 */
export function layerGraph(
  graph: Graph,
  input: string,
  output: string,
  layers: readonly Layer[],
): LayerGraph {
  return {
    tensors: layers.map(({ tensor }) => tensor),
    output,
    edges: findEdges(graph, input, output, layers),
    groups: groupLayers(layers),
  };
}

/** A layer that a tensor comes from. */
interface Source {
  node: number;
  isIndirect: boolean;
}

function findEdges(
  graph: Graph,
  input: string,
  output: string,
  layers: readonly Layer[],
): LayerEdge[] {
  const carrying = graph.dependents(input);
  const nodeOf = new Map(layers.map(({ tensor }, index) => [tensor, index + 1]));
  const sources = new Map<string, Source[]>([[input, [{ node: 0, isIndirect: false }]]]);
  const edges: LayerEdge[] = [];
  const connect = (found: readonly Source[], to: number) => {
    for (const { node, isIndirect } of found) edges.push({ from: node, to, isIndirect });
  };
  for (const { inputs, outputs } of graph.model.nodes) {
    const found = distinct(inputs.flatMap((name) => sources.get(name) ?? []));
    for (const name of outputs) {
      if (!carrying.has(name)) continue;
      const node = nodeOf.get(name);
      if (node === undefined) sources.set(name, passedOn(found));
      else {
        connect(found, node);
        sources.set(name, [{ node, isIndirect: false }]);
      }
    }
  }
  connect(sources.get(output) ?? [], layers.length + 1);
  return edges;
}

/** Behind a tensor that is no layer. */
function passedOn(found: readonly Source[]): Source[] {
  return distinct(found.map(({ node }) => ({ node, isIndirect: true })));
}

/** Each source once; a layer may come both directly and indirectly. */
function distinct(found: readonly Source[]): Source[] {
  return [
    ...new Map(found.map((source) => [`${source.node} ${source.isIndirect}`, source])).values(),
  ];
}
