import type { AxisMatrix } from '../graph/axisMatrix.ts';
import { axisMatrix, mapAxes, transposed } from '../graph/axisMatrix.ts';
import type { BackwardGraph } from '../graph/backwardGraph.ts';
import { elementsOf } from '../graph/backwardGraph.ts';
import type { ForwardNode } from '../graph/forwardNode.ts';
import {
  divide,
  expand,
  multiply,
  oneIfZero,
  sign,
  subtract,
  sumOver,
} from '../graph/operators.ts';
import type { Windows } from '../graph/windows.ts';
import { positionRead, windowsOf } from '../graph/windows.ts';
import { ofMaxPool } from './maxPooling.ts';
import type { Rules } from './rule.ts';
import { ofOne } from './rule.ts';

/** Poolings over windows or over the whole map. */
export const poolingRules: Rules = {
  MaxPool: ofOne((node, d, graph) => [ofMaxPool(node, d, graph, poolingWindows(node, graph))]),
  AveragePool: ofOne((node, d, graph) => {
    const isPadCounted = node.int('count_include_pad', 0) === 1;
    const counted = (axis: Windows, o: number) => 1 / countOf(axis, o, isPadCounted);
    return [overWindows(node, d, graph, counted)];
  }),
  LpPool: ofOne((node, d, graph) => {
    const outer = overWindows(node, outerOfNorm(node, d, graph), graph, () => 1);
    return [multiply(graph, outer, innerOfNorm(node, graph))];
  }),
  GlobalAveragePool: ofOne((node, d, graph) => {
    const dims = graph.dims(node.input(0));
    const share = graph.number(1 / elementsOf(dims.slice(2)), node.input(0));
    return [expand(graph, multiply(graph, d, share), dims)];
  }),
  GlobalMaxPool: ofOne((node, d, graph) => [ofGlobalMax(node, d, graph)]),
  GlobalLpPool: ofOne((node, d, graph) => [
    multiply(graph, outerOfNorm(node, d, graph), innerOfNorm(node, graph)),
  ]),
};

function poolingWindows(node: ForwardNode, graph: BackwardGraph): Windows[] {
  const input = graph.dims(node.input(0)).slice(2);
  const output = graph.dims(node.output).slice(2);
  return windowsOf(node, node.ints('kernel_shape') ?? input, input, output);
}

/** Each value of the input takes from each window that reads it: its gradient × a factor for the window. */
function overWindows(
  node: ForwardNode,
  d: string,
  graph: BackwardGraph,
  factor: (axis: Windows, window: number) => number,
): string {
  const matrices = poolingWindows(node, graph).map((windows, i) =>
    transposed(sumsOf(windows, i + 2, factor)),
  );
  return mapAxes(graph, d, graph.dims(node.output), matrices);
}

function sumsOf(
  windows: Windows,
  axis: number,
  factor: (axis: Windows, window: number) => number,
): AxisMatrix {
  const { output, input } = windows;
  return axisMatrix(axis, output, input, (set) => {
    for (let o = 0; o < output; o++) {
      for (const position of positionsOf(windows, o)) {
        if (position >= 0 && position < input) set(o, position, factor(windows, o));
      }
    }
  });
}

function positionsOf(windows: Windows, window: number): number[] {
  return Array.from({ length: windows.kernel }, (_, at) => positionRead(windows, window, at));
}

/** Over how many positions a window takes the mean. Those that it reaches after the padding never count. */
function countOf(windows: Windows, window: number, isPadCounted: boolean): number {
  const { input, before, padded } = windows;
  const [first, end] = isPadCounted ? [-before, input + padded] : [0, input];
  return positionsOf(windows, window).filter((at) => at >= first && at < end).length;
}

/** Values that share the maximum share its gradient, as those of `torch.amax` do. */
function ofGlobalMax(node: ForwardNode, d: string, graph: BackwardGraph): string {
  const [x, y] = [node.input(0), node.output];
  const axes = [...graph.dims(x).keys()].slice(2);
  const below = sign(graph, subtract(graph, y, x), x);
  const isLargest = subtract(graph, graph.number(1, x), below);
  const share = divide(graph, d, sumOver(graph, isLargest, axes, 1));
  return multiply(graph, isLargest, share);
}

/** y = (Σ |x|^p)^(1/p): d ÷ y^(p − 1), and 0 where y is 0. */
function outerOfNorm(node: ForwardNode, d: string, graph: BackwardGraph): string {
  const y = node.output;
  const power = node.int('p', 2) - 1;
  if (power === 0) return d;
  return divide(graph, d, toPower(graph, oneIfZero(graph, y, y), power, y));
}

/** |x|^(p − 1) · sign x */
function innerOfNorm(node: ForwardNode, graph: BackwardGraph): string {
  const x = node.input(0);
  const power = node.int('p', 2) - 1;
  if (power === 1) return x;
  const direction = sign(graph, x, x);
  if (power === 0) return direction;
  return multiply(graph, direction, toPower(graph, graph.add('Abs', [x]), power, x));
}

function toPower(graph: BackwardGraph, tensor: string, power: number, like: string): string {
  return power === 1 ? tensor : graph.add('Pow', [tensor, graph.number(power, like)]);
}
