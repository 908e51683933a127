import type { BackwardGraph } from '../graph/backwardGraph.ts';
import { elementsOf } from '../graph/backwardGraph.ts';
import type { ForwardNode } from '../graph/forwardNode.ts';
import { reshape, zeros } from '../graph/operators.ts';
import { addToKnownPlaces, addToPlaces } from '../graph/places.ts';
import type { Rules } from './rule.ts';
import { NoRule, ofOne } from './rule.ts';

/** Operators that find values by their indices. */
export const indexingRules: Rules = {
  Gather: ofOne((node, d, graph) => [gathered(node, d, graph)]),
  GatherElements: ofOne((node, d, graph) => {
    const axis = node.int('axis', 0);
    if (graph.opset < 16) {
      const taken = graph.add('GatherElements', [positionsOf(node, graph), node.input(1)], {
        axis,
      });
      return [addToPositions(node, d, taken, graph)];
    }
    const empty = zeros(graph, graph.dims(node.input(0)), node.input(0));
    const attributes = { axis, reduction: 'add' };
    return [graph.add('ScatterElements', [empty, node.input(1), d], attributes)];
  }),
  GatherND: ofOne((node, d, graph) => {
    const batch = node.int('batch_dims', 0);
    const attributes = batch === 0 ? {} : { batch_dims: batch };
    const from = [positionsOf(node, graph), node.input(1)];
    return [addToPositions(node, d, graph.add('GatherND', from, attributes), graph)];
  }),
  Compress: ofOne((node, d, graph) => {
    const attributes = node.has('axis') ? { axis: node.int('axis', 0) } : {};
    const from = [positionsOf(node, graph), node.input(1)];
    return [putAtPositions(node, d, graph.add('Compress', from, attributes), graph)];
  }),
  TopK: ofOne((node, d, graph) => {
    const indices = node.outputs[1] ?? '';
    if (indices === '') throw new NoRule('Indices=none');
    const empty = zeros(graph, graph.dims(node.input(0)), node.input(0));
    return [scatterElements(graph, [empty, indices, d], node.int('axis', -1))];
  }),
  Scatter: ofOne((node, d, graph) => scattered(node, d, graph)),
  ScatterElements: ofOne((node, d, graph) => scattered(node, d, graph)),
  ScatterND: ofOne((node, d, graph) => {
    const isAdded = isSum(node);
    const nothing = () => zeros(graph, graph.dims(node.input(2)), node.input(2));
    const kept = () => graph.add('ScatterND', [d, node.input(1), nothing()]);
    return [
      node.needs(0) ? (isAdded ? d : kept()) : undefined,
      undefined,
      node.needs(2) ? graph.add('GatherND', [d, node.input(1)]) : undefined,
    ];
  }),
};

/** The gradient of a slice whose numbers depend on the picture. */
export function scatterSlice(node: ForwardNode, d: string, graph: BackwardGraph): string {
  const taken = graph.add('Slice', [positionsOf(node, graph), ...node.inputs.slice(1)]);
  return putAtPositions(node, d, taken, graph);
}

/** The axes of the indices become one, at the place of the axis along which they count. */
function gathered(node: ForwardNode, d: string, graph: BackwardGraph): string {
  const [data, indices] = [node.input(0), node.input(1)];
  const to = graph.dims(data);
  const axis = node.int('axis', 0) < 0 ? node.int('axis', 0) + to.length : node.int('axis', 0);
  const size = to[axis] ?? 1;
  const dims = to.with(axis, elementsOf(graph.dims(indices)));
  const tensor = graph.dims(indices).length === 1 ? d : reshape(graph, d, dims);
  const taken = { tensor, dims, axis, size };
  const known = graph.integers(indices);
  if (known) {
    const places = known.map((index) => (index < 0 ? index + size : index));
    return addToKnownPlaces(graph, taken, places, data);
  }
  const flat = reshape(graph, indices, [-1]);
  return addToPlaces(graph, taken, flat, data) ?? noneBefore(16, graph);
}

function scattered(node: ForwardNode, d: string, graph: BackwardGraph): (string | undefined)[] {
  const axis = node.int('axis', 0);
  const isAdded = isSum(node);
  if (node.needs(2) && graph.opset < 11) noneBefore(11, graph);
  const kept = () => {
    const nothing = zeros(graph, graph.dims(node.input(2)), node.input(2));
    return scatterElements(graph, [d, node.input(1), nothing], axis);
  };
  return [
    node.needs(0) ? (isAdded ? d : kept()) : undefined,
    undefined,
    node.needs(2) ? graph.add('GatherElements', [d, node.input(1)], { axis }) : undefined,
  ];
}

/** Whether values are added to those that are there, not put in their place. */
function isSum(node: ForwardNode): boolean {
  const reduction = node.string('reduction', 'none');
  if (reduction !== 'none' && reduction !== 'add') throw new NoRule(`reduction=${reduction}`);
  return reduction === 'add';
}

/** Puts values in places that differ from each other. */
function scatterElements(graph: BackwardGraph, inputs: string[], axis: number): string {
  if (graph.opset < 9) noneBefore(9, graph);
  return graph.add(graph.opset < 11 ? 'Scatter' : 'ScatterElements', inputs, { axis });
}

/** A tensor of the shape of the first input that holds the position of each of its values: 0, 1, 2 … */
function positionsOf(node: ForwardNode, graph: BackwardGraph): string {
  if (graph.opset < 11) noneBefore(11, graph);
  const dims = graph.dims(node.input(0));
  const bounds = [0, elementsOf(dims), 1].map((value) =>
    reshape(graph, graph.integerList([value]), []),
  );
  return reshape(graph, graph.add('Range', bounds), dims);
}

/** @param taken the positions in the first input of the values to which `d` belongs */
function addToPositions(node: ForwardNode, d: string, taken: string, graph: BackwardGraph): string {
  const data = node.input(0);
  const dims = [elementsOf(graph.dims(node.output))];
  const size = elementsOf(graph.dims(data));
  const [tensor, places] = [reshape(graph, d, [-1]), reshape(graph, taken, [-1])];
  const sum = addToPlaces(graph, { tensor, dims, axis: 0, size }, places, data);
  return reshape(graph, sum ?? noneBefore(16, graph), graph.dims(data));
}

/** As {@link addToPositions}, where no value was taken twice. */
function putAtPositions(node: ForwardNode, d: string, taken: string, graph: BackwardGraph): string {
  const data = node.input(0);
  const empty = zeros(graph, [elementsOf(graph.dims(data))], data);
  const flat = [taken, d].map((tensor) => reshape(graph, tensor, [-1]));
  return reshape(graph, scatterElements(graph, [empty, ...flat], 0), graph.dims(data));
}

/** @param version of the operators, the first that has what is needed */
function noneBefore(version: number, { opset }: BackwardGraph): never {
  throw new NoRule(`opset ${opset} < ${version}`);
}
