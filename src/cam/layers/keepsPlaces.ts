import type { Graph } from '../onnx/file/graph.ts';
import { KEEPS_PLACES } from './operators.ts';

/** Whether only operators of {@link KEEPS_PLACES} lie between the input and a tensor. */
export function keepsPlaces(graph: Graph, input: string, tensor: string): boolean {
  const carrying = graph.dependents(input);
  const needed = new Set([tensor]);
  for (const node of graph.model.nodes.toReversed()) {
    if (!node.outputs.some((name) => needed.has(name) && carrying.has(name))) continue;
    if (!KEEPS_PLACES.has(node.opType)) return false;
    for (const name of node.inputs) if (carrying.has(name)) needed.add(name);
  }
  return true;
}
