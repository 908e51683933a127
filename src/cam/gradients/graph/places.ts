import { TensorElementType } from '../../onnx/file/model.ts';
import type { BackwardGraph } from './backwardGraph.ts';
import { elementsOf } from './backwardGraph.ts';
import { add, expand, pad, reshape, zeros } from './operators.ts';

// What was taken from the places of an axis goes back there; where a place was taken twice, the parts are summed.

/** With more repetitions, one scattering is faster than a sum. */
const MAX_ROUNDS = 4;

/** Elements of the largest matrix with which a product is faster than moving single values. */
const FAST_MATRIX = 2 ** 16;

/** Elements of the largest matrix that is made because a version has no operator that scatters: 16 MB. */
const MAX_MATRIX = 2 ** 22;

/** The axis of a tensor along which parts of another tensor were taken. */
export interface Taken {
  tensor: string;
  /** Shape of the tensor. */
  dims: readonly number[];
  axis: number;
  /** Of the axis from which the parts were taken. */
  size: number;
}

/**
 * The gradient of taking parts along an axis.
 * @param indices for each position along the axis of the tensor, where it was taken from; not negative
 * @param like see {@link BackwardGraph.number}
 */
export function addToKnownPlaces(
  graph: BackwardGraph,
  taken: Taken,
  indices: readonly number[],
  like: string,
): string {
  const rounds = roundsOf(indices);
  const [first = 0] = indices;
  const isInOrder = indices.every((place, i) => place === first + i);
  const isOfSingles = taken.axis === taken.dims.length - 1;
  const isSlow = rounds.length > MAX_ROUNDS || (isOfSingles && !isInOrder);
  if (isSlow && graph.opset >= 9 && matrixSize(taken) <= FAST_MATRIX) {
    return addByMatrix(graph, taken, graph.integerList(indices), like);
  }
  if (rounds.length > MAX_ROUNDS && graph.opset >= 16) {
    return scatter(graph, taken, graph.integerList(indices), like);
  }
  return rounds
    .map((positions) => move(graph, taken, positions))
    .reduce((sum, part) => add(graph, sum, part));
}

/** In each round, for each place at most one of the positions that were taken from there. */
function roundsOf(indices: readonly number[]): Map<number, number>[] {
  const rounds: Map<number, number>[] = [];
  for (const [position, place] of indices.entries()) {
    const free = rounds.find((round) => !round.has(place));
    if (free) free.set(place, position);
    else rounds.push(new Map([[place, position]]));
  }
  return rounds;
}

/** @param positions along the axis of the tensor, by the place to which they go */
function move(
  graph: BackwardGraph,
  { tensor, dims, axis, size }: Taken,
  positions: ReadonlyMap<number, number>,
): string {
  const first = Math.min(...positions.keys());
  const last = Math.max(...positions.keys());
  const length = dims[axis] ?? 1;
  const order = Array.from({ length: last - first + 1 }, (_, i) => positions.get(first + i));
  const along = (count: number) => dims.map((_, each) => (each === axis ? count : 0));
  const hasGaps = order.includes(undefined);
  const isInOrder = order.length === length && order.every((position, i) => position === i);
  // A row of zeros at the end fills the gaps.
  const source = hasGaps ? pad(graph, tensor, along(0), along(1)) : tensor;
  const list = order.map((position) => position ?? length);
  const moved = isInOrder
    ? tensor
    : graph.add('Gather', [source, graph.integerList(list)], { axis });
  return pad(graph, moved, along(first), along(size - 1 - last));
}

/**
 * The gradient of taking parts along an axis, at places that only a run can tell.
 * @param indices one for each position along the axis of the tensor; those below 0 count from the end
 * @param like see {@link BackwardGraph.number}
 * @returns undefined where the version of the operators has none for it
 */
export function addToPlaces(
  graph: BackwardGraph,
  taken: Taken,
  indices: string,
  like: string,
): string | undefined {
  const size = matrixSize(taken);
  if (graph.opset >= 16 && size > FAST_MATRIX) return scatter(graph, taken, indices, like);
  if (graph.opset < 9 || size > MAX_MATRIX) return undefined;
  return addByMatrix(graph, taken, indices, like);
}

function scatter(
  graph: BackwardGraph,
  { tensor, dims, axis, size }: Taken,
  indices: string,
  like: string,
): string {
  const shape = dims.map((length, each) => (each === axis ? length : 1));
  const everywhere = expand(graph, reshape(graph, indices, shape), dims);
  const empty = zeros(graph, dims.with(axis, size), like);
  // ScatterND would be faster, but onnxruntime 1.30 adds repeated places in parallel and loses some.
  return graph.add('ScatterElements', [empty, everywhere, tensor], { axis, reduction: 'add' });
}

function matrixSize({ dims, axis, size }: Taken): number {
  return (dims[axis] ?? 1) * size;
}

/** A product with the matrix that is 1 where a position was taken from a place. */
function addByMatrix(
  graph: BackwardGraph,
  { tensor, dims, axis, size }: Taken,
  indices: string,
  like: string,
): string {
  const isLast = axis === dims.length - 1;
  const places = graph.add('Cast', [indices], { to: TensorElementType.int64 });
  const zeroOrOne = graph.floats([2], Float32Array.of(0, 1));
  const inputs = [places, graph.integerList([size]), zeroOrOne];
  const ones = graph.add('OneHot', inputs, { axis: isLast ? 1 : 0 });
  const matrix = graph.add('Cast', [ones], { to: graph.elementType(like) });
  if (isLast) return graph.add('MatMul', [tensor, matrix]);
  const before = elementsOf(dims.slice(0, axis));
  const rows = reshape(graph, tensor, [before, dims[axis] ?? 1, elementsOf(dims.slice(axis + 1))]);
  return reshape(graph, graph.add('MatMul', [matrix, rows]), dims.with(axis, size));
}
