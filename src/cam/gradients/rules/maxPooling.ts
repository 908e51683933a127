import type { AxisMatrix } from '../graph/axisMatrix.ts';
import { axisMatrix, mapAxes, product, transposed } from '../graph/axisMatrix.ts';
import type { BackwardGraph } from '../graph/backwardGraph.ts';
import type { ForwardNode } from '../graph/forwardNode.ts';
import { add, multiply, reshape, sign, subtract, zeros } from '../graph/operators.ts';
import type { Windows } from '../graph/windows.ts';
import { positionRead } from '../graph/windows.ts';

/** The gradient of each window, put where its maximum is; of several equal values, at the first one. */
export function ofMaxPool(
  node: ForwardNode,
  d: string,
  graph: BackwardGraph,
  windows: readonly Windows[],
): string {
  if (graph.opset < 9) return byPosition(node, d, graph, windows);
  const x = node.input(0);
  const places = placesOfMaxima(node, graph, windows);
  const dims = graph.dims(x);
  const flat = zeros(graph, [product(dims)], x);
  const scattered =
    graph.opset < 16
      ? scatterInTurn(graph, flat, places, d, windows)
      : graph.add('ScatterElements', [flat, flatten(graph, places), flatten(graph, d)], {
          reduction: 'add',
        });
  return reshape(graph, scattered, dims);
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

/**
 * For versions without indices or without scatter: for each position in the window, whether the maximum is there, and
 * at none before.
 */
function byPosition(
  node: ForwardNode,
  d: string,
  graph: BackwardGraph,
  windows: readonly Windows[],
): string {
  const [x, y] = [node.input(0), node.output];
  const one = graph.number(1, x);
  let isOpen = one;
  let sum: string | undefined;
  for (const at of positionsIn(windows)) {
    const picks = windows.map((axis, i) => pick(axis, i + 2, at[i] ?? 0));
    const values = add(graph, mapAxes(graph, x, graph.dims(x), picks), paddingOf(graph, picks));
    const isHere = subtract(graph, one, sign(graph, subtract(graph, y, values), x));
    const isFirst = multiply(graph, isHere, isOpen);
    isOpen = subtract(graph, isOpen, isFirst);
    const taken = multiply(graph, d, isFirst);
    const share = mapAxes(graph, taken, graph.dims(y), picks.map(transposed));
    sum = sum === undefined ? share : add(graph, sum, share);
  }
  return sum ?? zeros(graph, graph.dims(x), x);
}

/** The positions of a window, row by row. */
function positionsIn(windows: readonly Windows[]): number[][] {
  let positions: number[][] = [[]];
  for (const { kernel } of windows) {
    const along = Array.from({ length: kernel }, (_, at) => at);
    positions = positions.flatMap((position) => along.map((at) => [...position, at]));
  }
  return positions;
}

/** What each window reads at one of its positions; 0 in the padding. */
function pick(windows: Windows, axis: number, at: number): AxisMatrix {
  const { input, output } = windows;
  return axisMatrix(axis, output, input, (set) => {
    for (let o = 0; o < output; o++) {
      const position = positionRead(windows, o, at);
      if (position >= 0 && position < input) set(o, position, 1);
    }
  });
}

/** Less than every value of the map where a window reads the padding, else 0. */
function paddingOf(graph: BackwardGraph, picks: readonly AxisMatrix[]): string {
  let paddings = [0];
  for (const { rows, columns, values } of picks) {
    const inPadding = Array.from({ length: rows }, (_, row) =>
      values.subarray(row * columns, (row + 1) * columns).includes(1) ? 0 : -3e38,
    );
    paddings = paddings.flatMap((outer) => inPadding.map((inner) => Math.min(outer, inner)));
  }
  return graph.floats(
    picks.map(({ rows }) => rows),
    Float32Array.from(paddings),
  );
}
