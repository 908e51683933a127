import { TensorElementType } from '../../onnx/file/model.ts';
import type { BackwardGraph } from './backwardGraph.ts';
import { elementsOf } from './backwardGraph.ts';

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
  const elements = elementsOf(dims);
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

/** Whether values are above a number. @param like see {@link BackwardGraph.number} */
export function isAbove(graph: BackwardGraph, a: string, number: number, like: string): string {
  return graph.add('Greater', [a, graph.number(number, like)]);
}

/** Whether values are below a number. @param like see {@link BackwardGraph.number} */
export function isBelow(graph: BackwardGraph, a: string, number: number, like: string): string {
  return graph.add('Less', [a, graph.number(number, like)]);
}

/** Whether two values are equal, with broadcasting. */
export function equals(graph: BackwardGraph, a: string, b: string): string {
  if (graph.opset >= 11) return graph.add('Equal', [a, b]);
  const differs = graph.add('Cast', [subtract(graph, a, b)], { to: TensorElementType.bool });
  return graph.add('Not', [differs]);
}

/** In the element type of another tensor; a condition becomes 1 or 0. @param like see {@link BackwardGraph.number} */
export function castLike(graph: BackwardGraph, tensor: string, like: string): string {
  return graph.add('Cast', [tensor], { to: graph.elementType(like) });
}

/** The value of `a` where a condition holds, else that of `b`. @param like see {@link BackwardGraph.number} */
export function choose(
  graph: BackwardGraph,
  condition: string,
  a: string,
  b: string,
  like: string,
): string {
  if (graph.opset >= 9) return graph.add('Where', [condition, a, b]);
  const other = graph.add('Not', [condition]);
  const ofA = multiply(graph, a, castLike(graph, condition, like));
  return add(graph, ofA, multiply(graph, b, castLike(graph, other, like)));
}

/** 1 if a value is above 0, −1 if it is below, else 0. @param like see {@link BackwardGraph.number} */
export function sign(graph: BackwardGraph, tensor: string, like: string): string {
  if (graph.opset >= 9) return graph.add('Sign', [tensor]);
  const above = castLike(graph, isAbove(graph, tensor, 0, like), like);
  const below = castLike(graph, isBelow(graph, tensor, 0, like), like);
  return subtract(graph, above, below);
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

/** A number added to each value. @param like see {@link BackwardGraph.number} */
export function shift(graph: BackwardGraph, a: string, by: number, like: string): string {
  return add(graph, a, graph.number(by, like));
}

/** Each value multiplied by a number. @param like see {@link BackwardGraph.number} */
export function scale(graph: BackwardGraph, a: string, by: number, like: string): string {
  return by === 1 ? a : multiply(graph, a, graph.number(by, like));
}

export function square(graph: BackwardGraph, a: string): string {
  return multiply(graph, a, a);
}

/** 1 − a. @param like see {@link BackwardGraph.number} */
export function complement(graph: BackwardGraph, a: string, like: string): string {
  return subtract(graph, graph.number(1, like), a);
}
