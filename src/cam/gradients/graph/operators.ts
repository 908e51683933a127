import type { BackwardGraph } from './backwardGraph.ts';

// Operators whose form depends on the version that the model uses, from version 7 on.

export function reshape(graph: BackwardGraph, tensor: string, dims: readonly number[]): string {
  return graph.add('Reshape', [tensor, graph.integerList(dims)]);
}

export function transpose(graph: BackwardGraph, tensor: string, perm: readonly number[]): string {
  return graph.add('Transpose', [tensor], { perm });
}

/**
 * Reduces some axes, which may be negative, to one value each.
 * @param opType `ReduceSum`, `ReduceMean`, `ReduceL2`, …
 */
export function reduceOver(
  graph: BackwardGraph,
  opType: string,
  tensor: string,
  axes: readonly number[],
  keepdims: 0 | 1,
): string {
  const isInput = graph.opset >= (opType === 'ReduceSum' ? 13 : 18);
  if (!isInput) return graph.add(opType, [tensor], { axes, keepdims });
  return graph.add(opType, [tensor, graph.integerList(axes)], { keepdims });
}

/** The sum over some axes, which may be negative. */
export function sumOver(
  graph: BackwardGraph,
  tensor: string,
  axes: readonly number[],
  keepdims: 0 | 1,
): string {
  return reduceOver(graph, 'ReduceSum', tensor, axes, keepdims);
}

/** The mean over some axes, which may be negative. */
export function meanOver(
  graph: BackwardGraph,
  tensor: string,
  axes: readonly number[],
  keepdims: 0 | 1,
): string {
  return reduceOver(graph, 'ReduceMean', tensor, axes, keepdims);
}

/** Repeats a tensor along its axes of size 1, and along new ones before them, as broadcasting does. */
export function expand(graph: BackwardGraph, tensor: string, dims: readonly number[]): string {
  if (dims.length === 0) return tensor;
  if (graph.opset >= 8) return graph.add('Expand', [tensor, graph.integerList(dims)]);
  const elements = dims.reduce((product, size) => product * size, 1);
  return graph.add('Add', [tensor, graph.floats(dims, new Float32Array(elements))]);
}

/** Zeros of any shape. @param like a tensor of the model that has the same element type */
export function zeros(graph: BackwardGraph, dims: readonly number[], like: string): string {
  return expand(graph, graph.number(0, like), dims);
}

/**
 * The gradient of a tensor that was broadcast: summed over the axes along which it was repeated.
 * @param from shape of `gradient`
 * @param to shape of the tensor before broadcasting
 */
export function sumTo(
  graph: BackwardGraph,
  gradient: string,
  from: readonly number[],
  to: readonly number[],
): string {
  const added = from.length - to.length;
  const axes = [...from.keys()].filter(
    (axis) => axis < added || (to[axis - added] === 1 && from[axis] !== 1),
  );
  if (axes.length === 0) return added === 0 ? gradient : reshape(graph, gradient, to);
  const summed = sumOver(graph, gradient, axes, 1);
  return added === 0 ? summed : reshape(graph, summed, to);
}

/** A part of a tensor along some axes: from `starts` to before `ends`, in whole steps of 1. */
export function slice(
  graph: BackwardGraph,
  tensor: string,
  axes: readonly number[],
  starts: readonly number[],
  ends: readonly number[],
): string {
  if (graph.opset < 10) return graph.add('Slice', [tensor], { axes, starts, ends });
  const lists = [starts, ends, axes].map((list) => graph.integerList(list));
  return graph.add('Slice', [tensor, ...lists]);
}

/** Adds zeros around a tensor; a negative number cuts off. One number for each axis. */
export function pad(
  graph: BackwardGraph,
  tensor: string,
  before: readonly number[],
  after: readonly number[],
): string {
  const pads = [...before, ...after];
  if (pads.every((size) => size === 0)) return tensor;
  if (graph.opset < 11) return graph.add('Pad', [tensor], { pads });
  return graph.add('Pad', [tensor, graph.integerList(pads)]);
}

/** The order of an axis turned round. @param size of the axis */
export function flip(graph: BackwardGraph, tensor: string, axis: number, size: number): string {
  const backwards = Array.from({ length: size }, (_, i) => size - 1 - i);
  return graph.add('Gather', [tensor, graph.integerList(backwards)], { axis });
}

/** 1 if a value is above 0, −1 if it is below, else 0. @param like see {@link BackwardGraph.number} */
export function sign(graph: BackwardGraph, tensor: string, like: string): string {
  if (graph.opset >= 9) return graph.add('Sign', [tensor]);
  const zero = graph.number(0, like);
  const to = graph.elementType(like);
  const above = graph.add('Cast', [graph.add('Greater', [tensor, zero])], { to });
  const below = graph.add('Cast', [graph.add('Less', [tensor, zero])], { to });
  return graph.add('Sub', [above, below]);
}

/** A tensor without negative values, in which each 0 is replaced by 1. @param like see {@link BackwardGraph.number} */
export function oneIfZero(graph: BackwardGraph, tensor: string, like: string): string {
  const isZero = subtract(graph, graph.number(1, like), sign(graph, tensor, like));
  return add(graph, tensor, isZero);
}

export function add(graph: BackwardGraph, a: string, b: string): string {
  return graph.add('Add', [a, b]);
}

export function subtract(graph: BackwardGraph, a: string, b: string): string {
  return graph.add('Sub', [a, b]);
}

export function multiply(graph: BackwardGraph, a: string, b: string): string {
  return graph.add('Mul', [a, b]);
}

export function divide(graph: BackwardGraph, a: string, b: string): string {
  return graph.add('Div', [a, b]);
}

export function negate(graph: BackwardGraph, a: string): string {
  return graph.add('Neg', [a]);
}
