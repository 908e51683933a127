import { axisMatrix, mapAxes } from '../graph/axisMatrix.ts';
import type { BackwardGraph } from '../graph/backwardGraph.ts';
import { elementsOf } from '../graph/backwardGraph.ts';
import type { ForwardNode } from '../graph/forwardNode.ts';
import { add, multiply, pad, reshape, slice, subtract, zeros } from '../graph/operators.ts';
import type { Windows } from '../graph/windows.ts';

/** The gradient of each window, put where its maximum is; of several equal values, at the first one. */
export function ofMaxPool(
  node: ForwardNode,
  d: string,
  graph: BackwardGraph,
  windows: readonly Windows[],
): string {
  if (graph.opset < 9 || windows.every(isDense)) return byAxis(node, d, graph, windows);
  const x = node.input(0);
  const places = placesOfMaxima(node, graph, windows);
  const dims = graph.dims(x);
  const flat = zeros(graph, [elementsOf(dims)], x);
  const scattered =
    graph.opset < 16
      ? scatterInTurn(graph, flat, places, d, windows)
      : graph.add('ScatterElements', [flat, flatten(graph, places), flatten(graph, d)], {
          reduction: 'add',
        });
  return reshape(graph, scattered, dims);
}

/** Many windows that overlap: one axis after the other is faster than to ask onnxruntime for the positions. */
function isDense({ stride, kernel, output }: Windows): boolean {
  return stride === 1 && output >= kernel;
}

function flatten(graph: BackwardGraph, tensor: string): string {
  return reshape(graph, tensor, [-1]);
}

/** Where the maximum of each window is in the whole tensor, row by row. */
function placesOfMaxima(
  node: ForwardNode,
  graph: BackwardGraph,
  windows: readonly Windows[],
): string {
  const [, found = ''] = node.outputs;
  if (found !== '' && node.int('storage_order', 0) === 0) return found;
  const [, places = ''] = graph.addAll('MaxPool', [node.input(0)], 2, {
    kernel_shape: windows.map(({ kernel }) => kernel),
    strides: windows.map(({ stride }) => stride),
    auto_pad: node.string('auto_pad', 'NOTSET'),
    ...(node.has('pads') && { pads: node.ints('pads') ?? [] }),
    ...(node.has('ceil_mode') && { ceil_mode: node.int('ceil_mode', 0) }),
    ...(node.has('dilations') && { dilations: windows.map(({ dilation }) => dilation) }),
  });
  return places;
}

/** Before version 16 nothing is added where two windows have the same maximum: windows that overlap take turns. */
function scatterInTurn(
  graph: BackwardGraph,
  into: string,
  places: string,
  d: string,
  windows: readonly Windows[],
): string {
  const operator = graph.opset < 11 ? 'Scatter' : 'ScatterElements';
  let sum = into;
  for (const [turn, chosen] of turnsOf(windows).entries()) {
    const at = flatten(graph, choose(graph, places, chosen));
    const values = flatten(graph, choose(graph, d, chosen));
    const summed = turn === 0 ? values : add(graph, values, graph.add('Gather', [sum, at]));
    sum = graph.add(operator, [sum, at, summed]);
  }
  return sum;
}

/** Sets of windows that do not overlap within a set: for each axis every n-th one. */
function turnsOf(windows: readonly Windows[]): number[][][] {
  let turns: number[][][] = [[]];
  for (const { output, kernel, stride, dilation } of windows) {
    const apart = Math.min(output, Math.ceil((dilation * (kernel - 1) + 1) / stride));
    const all = Array.from({ length: output }, (_, o) => o);
    const sets = Array.from({ length: apart }, (_, first) =>
      all.filter((o) => o % apart === first),
    );
    turns = turns.flatMap((turn) => sets.map((set) => [...turn, set]));
  }
  return turns;
}

function choose(graph: BackwardGraph, tensor: string, chosen: readonly number[][]): string {
  return chosen.reduce(
    (from, windows, i) => graph.add('Gather', [from, graph.integerList(windows)], { axis: i + 2 }),
    tensor,
  );
}

/** Less than every value of a map. */
const LOWEST = -3e38;

/** One axis of windows that are taken along one axis after the other. */
interface Stage {
  windows: Windows;
  axis: number;
  /** The padded map, or its maxima along the axes after this one. */
  map: string;
  /** Those of `map` along this axis. */
  maxima: string;
}

/** The maximum of a window is the maximum of those along its last axis, and so on: back through axis after axis. */
function byAxis(
  node: ForwardNode,
  d: string,
  graph: BackwardGraph,
  windows: readonly Windows[],
): string {
  const x = node.input(0);
  const before = [0, 0, ...windows.map((one) => one.before)];
  const after = [0, 0, ...windows.map((one) => one.after)];
  let map = padLowest(graph, x, before, after);
  const stages: Stage[] = [];
  for (const [i, one] of [...windows.entries()].reverse()) {
    const maxima = i === 0 ? node.output : poolAlong(graph, map, windows, i);
    stages.unshift({ windows: one, axis: i + 2, map, maxima });
    map = maxima;
  }
  let gradient = d;
  let dims = graph.dims(node.output);
  for (const stage of stages) {
    gradient = throughAxis(graph, gradient, dims, stage, x);
    dims = dims.with(stage.axis, paddedSize(stage.windows));
  }
  const negative = (sizes: readonly number[]) => sizes.map((size) => 0 - size);
  return pad(graph, gradient, negative(before), negative(after));
}

function paddedSize({ before, input, after }: Windows): number {
  return before + input + after;
}

function padLowest(
  graph: BackwardGraph,
  x: string,
  before: readonly number[],
  after: readonly number[],
): string {
  const pads = [...before, ...after];
  if (pads.every((size) => size === 0)) return x;
  if (graph.opset < 11) return graph.add('Pad', [x], { pads, value: { float: LOWEST } });
  return graph.add('Pad', [x, graph.integerList(pads), graph.number(LOWEST, x)]);
}

function poolAlong(
  graph: BackwardGraph,
  map: string,
  windows: readonly Windows[],
  axis: number,
): string {
  const along = (size: (one: Windows) => number) =>
    windows.map((one, i) => (i === axis ? size(one) : 1));
  const dilations = along(({ dilation }) => dilation);
  return graph.add('MaxPool', [map], {
    kernel_shape: along(({ kernel }) => kernel),
    strides: along(({ stride }) => stride),
    ...(dilations.some((dilation) => dilation > 1) && { dilations }),
  });
}

/**
 * The gradient of maxima along an axis goes to the first position that has the maximum.
 * @param dims shape of the maxima
 * @param like see {@link BackwardGraph.number}
 */
function throughAxis(
  graph: BackwardGraph,
  ofMaxima: string,
  dims: readonly number[],
  stage: Stage,
  like: string,
): string {
  const { kernel } = stage.windows;
  let rest = ofMaxima;
  let sum: string | undefined;
  for (let at = 0; at < kernel; at++) {
    let taken = rest;
    // What no other position has taken belongs to the last one.
    if (at < kernel - 1) {
      const isLess = graph.add('Less', [readAlong(graph, stage, at), stage.maxima]);
      const to = graph.elementType(like);
      const isHere = graph.add('Cast', [graph.add('Not', [isLess])], { to });
      taken = multiply(graph, rest, isHere);
      rest = subtract(graph, rest, taken);
    }
    const placed = placeAlong(graph, taken, dims, stage, at);
    sum = sum === undefined ? placed : add(graph, sum, placed);
  }
  return sum ?? rest;
}

/** What each window reads at one of its positions. */
function readAlong(graph: BackwardGraph, { windows, axis, map }: Stage, at: number): string {
  const { stride, dilation, output } = windows;
  const first = at * dilation;
  if (stride === 1) return slice(graph, map, [axis], [first], [first + output]);
  const positions = Array.from({ length: output }, (_, o) => first + o * stride);
  return graph.add('Gather', [map, graph.integerList(positions)], { axis });
}

/** One value of each window, put where it reads at one of its positions; zeros elsewhere. */
function placeAlong(
  graph: BackwardGraph,
  values: string,
  dims: readonly number[],
  { windows, axis }: Stage,
  at: number,
): string {
  const { stride, dilation, output } = windows;
  const size = paddedSize(windows);
  const first = at * dilation;
  if (stride === 1) {
    const along = (zeros: number) => dims.map((_, each) => (each === axis ? zeros : 0));
    return pad(graph, values, along(first), along(size - first - output));
  }
  const places = axisMatrix(axis, size, output, (set) => {
    for (let o = 0; o < output; o++) set(first + o * stride, o, 1);
  });
  return mapAxes(graph, values, dims, [places]);
}
