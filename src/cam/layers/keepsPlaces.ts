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

/** Operators that choose places, with the first of the inputs that say which. */
const CHOOSES_PLACES: ReadonlyMap<string, number> = new Map([
  ['Gather', 1],
  ['GatherElements', 1],
  ['GatherND', 1],
  ['GridSample', 1],
  ['MaxRoiPool', 1],
  ['RoiAlign', 1],
  ['Slice', 1],
]);

/** Whether a node before a tensor chooses places by what is in the picture, as a spatial transformer does. */
export function choosesPlaces(graph: Graph, input: string, tensor: string): boolean {
  const carrying = graph.dependents(input);
  const before = new Set([tensor]);
  for (const { opType, inputs, outputs } of graph.model.nodes.toReversed()) {
    if (!outputs.some((name) => before.has(name))) continue;
    const first = CHOOSES_PLACES.get(opType);
    if (first !== undefined && inputs.slice(first).some((name) => carrying.has(name))) return true;
    for (const name of inputs) before.add(name);
  }
  return false;
}
