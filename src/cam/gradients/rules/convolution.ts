import type { BackwardGraph } from '../graph/backwardGraph.ts';
import { elementsOf } from '../graph/backwardGraph.ts';
import type { ForwardNode } from '../graph/forwardNode.ts';
import {
  flip,
  multiply,
  pad,
  reshape,
  sign,
  subtract,
  sumOver,
  transpose,
} from '../graph/operators.ts';
import type { Windows } from '../graph/windows.ts';
import { windowsOf } from '../graph/windows.ts';
import type { Rules } from './rule.ts';
import { NoRule, ofOne } from './rule.ts';

/** Convolutions. */
export const convolutionRules: Rules = {
  Conv: ofOne(convolution),
  ConvTranspose: ofOne(transposedConvolution),
  'com.microsoft.FusedConv': ofOne((node, d, graph) => {
    const inner = multiply(graph, d, slopeOfActivation(node, graph));
    return [...convolution(node, inner, graph), inner];
  }),
};

/** y (N, M, …) = W (M, C/groups, …) ∗ x (N, C, …) + b */
function convolution(
  node: ForwardNode,
  d: string,
  graph: BackwardGraph,
): [string | undefined, string | undefined, string | undefined] {
  const weight = node.input(1);
  const kernel = graph.dims(weight).slice(2);
  const input = graph.dims(node.input(0)).slice(2);
  const windows = windowsOf(node, kernel, input, graph.dims(node.output).slice(2));
  const groups = node.int('group', 1);
  const data = { name: node.input(0), dims: graph.dims(node.input(0)) };
  const results = { name: d, dims: graph.dims(node.output) };
  return [
    node.needs(0) ? ofData(graph, d, weight, groups, windows) : undefined,
    node.needs(1) ? ofWeight(graph, data, results, groups, windows) : undefined,
    node.needs(2) ? ofBias(graph, d, kernel.length) : undefined,
  ];
}

/** y is made from x as a convolution makes the gradient of its data from that of its results. */
function transposedConvolution(
  node: ForwardNode,
  d: string,
  graph: BackwardGraph,
): (string | undefined)[] {
  const kernel = graph.dims(node.input(1)).slice(2);
  const windows = windowsOfTransposed(node, kernel, graph);
  const groups = node.int('group', 1);
  const data = { name: d, dims: graph.dims(node.output) };
  const results = { name: node.input(0), dims: graph.dims(node.input(0)) };
  const { strides, dilations, before, after } = settingsOf(windows);
  const settings = { group: groups, strides, dilations };
  return [
    node.needs(0) ? convolve(graph, d, node.input(1), before, after, settings) : undefined,
    node.needs(1) ? ofWeight(graph, data, results, groups, windows) : undefined,
    node.needs(2) ? ofBias(graph, d, kernel.length) : undefined,
  ];
}

/** Windows of the convolution that would make x of the shape of y. */
function windowsOfTransposed(
  node: ForwardNode,
  kernel: readonly number[],
  graph: BackwardGraph,
): Windows[] {
  const windows = windowsOf(
    node,
    kernel,
    graph.dims(node.output).slice(2),
    graph.dims(node.input(0)).slice(2),
  );
  const auto = node.string('auto_pad', 'NOTSET');
  const isGiven = node.ints('output_shape') !== undefined;
  if (!isGiven && (auto === 'NOTSET' || auto === 'VALID')) return windows;
  const added = node.ints('output_padding') ?? [];
  return windows.map((axis, i) => {
    const cut = Math.max(0, axis.before + axis.after + (added[i] ?? 0));
    const before = auto === 'SAME_UPPER' ? Math.floor(cut / 2) : Math.ceil(cut / 2);
    return { ...axis, before, after: axis.before + axis.after - before };
  });
}

function settingsOf(windows: readonly Windows[]) {
  return {
    strides: windows.map(({ stride }) => stride),
    dilations: windows.map(({ dilation }) => dilation),
    before: windows.map(({ before }) => before),
    after: windows.map(({ after }) => after),
  };
}

/**
 * The gradient of the data. With stride 1 a convolution is faster than a transposed one, most of all if each channel
 * has its own kernel.
 */
function ofData(
  graph: BackwardGraph,
  d: string,
  weight: string,
  group: number,
  windows: readonly Windows[],
): string {
  const { strides, dilations, before, after } = settingsOf(windows);
  if (strides.every((stride) => stride === 1)) {
    const reach = windows.map(({ dilation, kernel }) => dilation * (kernel - 1));
    const first = reach.map((length, i) => length - (before[i] ?? 0));
    const last = reach.map((length, i) => length - (after[i] ?? 0));
    return convolve(graph, d, turned(graph, weight, group), first, last, { group, dilations });
  }
  return graph.add('ConvTranspose', [d, weight], {
    group,
    strides,
    dilations,
    pads: [...before, ...after.map((size) => Math.max(0, size))],
    output_padding: after.map((size) => Math.max(0, -size)),
  });
}

/** The kernels with their positions turned round, and with inputs and outputs swapped within each group. */
function turned(graph: BackwardGraph, weight: string, groups: number): string {
  const [outputs = 1, inputs = 1, ...kernel] = graph.dims(weight);
  const positions = elementsOf(kernel);
  const split = reshape(graph, weight, [groups, outputs / groups, inputs, positions]);
  const swapped = transpose(graph, split, [0, 2, 1, 3]);
  const backwards = positions === 1 ? swapped : flip(graph, swapped, 3, positions);
  return reshape(graph, backwards, [groups * inputs, outputs / groups, ...kernel]);
}

/** Conv, with pads that may be negative: they cut off. */
function convolve(
  graph: BackwardGraph,
  tensor: string,
  weight: string,
  before: readonly number[],
  after: readonly number[],
  settings: Readonly<Record<string, number | readonly number[]>>,
): string {
  const cut = (sizes: readonly number[]) => [0, 0, ...sizes.map((size) => Math.min(0, size))];
  const pads = [...before, ...after].map((size) => Math.max(0, size));
  return graph.add('Conv', [pad(graph, tensor, cut(before), cut(after)), weight], {
    ...settings,
    pads,
  });
}

interface Shaped {
  name: string;
  dims: readonly number[];
}

/**
 * The gradient of the kernels: a convolution over the positions of the results, so that strides and dilations change
 * places, and the pictures of the batch are its channels.
 * @param data (N, C, …) from which windows read
 * @param results (N, M, …), one value for each window: their gradient
 * @returns (M, C/groups, …)
 */
function ofWeight(
  graph: BackwardGraph,
  data: Shaped,
  results: Shaped,
  groups: number,
  windows: readonly Windows[],
): string {
  const [pictures = 1, channels = 1, ...sizes] = data.dims;
  const [, , ...axes] = data.dims.keys();
  const perGroup = channels / groups;
  const split = reshape(graph, data.name, [pictures, groups, perGroup, ...sizes]);
  const order = transpose(graph, split, [2, 1, 0, ...axes.map((axis) => axis + 1)]);
  const asPictures = reshape(graph, order, [perGroup, groups * pictures, ...sizes]);
  const asKernels = transpose(graph, results.name, [1, 0, ...axes]);
  const { strides, dilations, before, after } = settingsOf(windows);
  const found = convolve(graph, asPictures, asKernels, before, after, {
    group: groups,
    strides: dilations,
    dilations: strides,
  });
  return transpose(graph, found, [1, 0, ...axes]);
}

function ofBias(graph: BackwardGraph, d: string, rank: number): string {
  return sumOver(graph, d, [0, ...Array.from({ length: rank }, (_, axis) => axis + 2)], 0);
}

/** Slope of the activation that an operator was fused with, from the result. */
export function slopeOfActivation(node: ForwardNode, graph: BackwardGraph): string {
  const y = node.output;
  const activation = node.string('activation', '');
  const one = graph.number(1, y);
  switch (activation) {
    case '':
      return one;
    case 'Relu':
      return sign(graph, y, y);
    case 'Sigmoid':
      return multiply(graph, y, subtract(graph, one, y));
    case 'Tanh':
      return subtract(graph, one, multiply(graph, y, y));
    default:
      throw new NoRule(`activation=${activation}`);
  }
}
