import type { BackwardGraph } from '../graph/backwardGraph.ts';
import type { ForwardNode } from '../graph/forwardNode.ts';
import {
  add,
  castLike,
  choose,
  complement,
  equals,
  isAbove,
  isBelow,
  multiply,
  negate,
  scale,
  shift,
  square,
} from '../graph/operators.ts';
import type { Rules } from './rule.ts';
import { ofEach, ofOne, toInput } from './rule.ts';

/**
 * Operators that turn each value into another one by itself. Where f′ can be told from y alone it is, so that the
 * runtime need not keep x and can join the operator with the convolution before it.
 */
export const activationRules: Rules = {
  // Faster than the sign of y.
  Relu: ofEach(({ output }, graph) => oneAbove(graph, output, 0, output)),
  LeakyRelu: ofEach((node, graph) => {
    const alpha = node.float('alpha', 0.01);
    const below = graph.number(alpha, node.output);
    return whereAbove0(graph, alpha >= 0 ? node.output : node.input(0), 1, below);
  }),
  PRelu: ofOne(parametricRelu),
  ThresholdedRelu: ofEach((node, graph) => {
    const x = node.input(0);
    return oneAbove(graph, x, node.float('alpha', 1), x);
  }),
  Shrink: ofEach((node, graph) => {
    const x = node.input(0);
    const size = graph.add('Abs', [x]);
    return oneAbove(graph, size, node.float('lambd', 0.5), x);
  }),
  Clip: ofOne(clip),
  HardSigmoid: ofEach((node, graph) => {
    const { output } = node;
    const inside = oneAbove(graph, slopeOfSigmoid(graph, output, output), 0, output);
    return scale(graph, inside, node.float('alpha', 0.2), output);
  }),
  HardSwish: ofEach(hardSwish),
  Elu: ofEach((node, graph) => {
    const { output } = node;
    const alpha = node.float('alpha', 1);
    const below = shift(graph, output, alpha, output);
    return whereAbove0(graph, alpha >= 0 ? output : node.input(0), 1, below);
  }),
  Selu: ofEach((node, graph) => {
    const { output } = node;
    const gamma = node.float('gamma', 1.0507009873554805);
    const below = shift(graph, output, gamma * node.float('alpha', 1.6732632423543772), output);
    return whereAbove0(graph, output, gamma, below);
  }),
  Celu: ofEach((node, graph) => {
    const { output } = node;
    const scaled = scale(graph, output, 1 / node.float('alpha', 1), output);
    return whereAbove0(graph, output, 1, shift(graph, scaled, 1, output));
  }),
  Sigmoid: ofEach(({ output }, graph) => slopeOfSigmoid(graph, output, output)),
  Tanh: ofEach(({ output }, graph) => slopeOfTanh(graph, output, output)),
  Softplus: ofEach((node, graph) => graph.add('Sigmoid', [node.input(0)])),
  Softsign: ofEach(({ output }, graph) =>
    square(graph, complement(graph, graph.add('Abs', [output]), output)),
  ),
  Erf: ofEach((node, graph) => {
    const x = node.input(0);
    return scale(graph, bell(graph, x), 2 / Math.sqrt(Math.PI), x);
  }),
  Mish: ofEach(mish),
  Swish: ofEach((node, graph) => swish(graph, node.input(0), node.float('alpha', 1))),
  'com.microsoft.QuickGelu': ofEach((node, graph) =>
    swish(graph, node.input(0), node.float('alpha', 1.702)),
  ),
  Gelu: ofEach((node, graph) => {
    const slope = node.string('approximate', 'none') === 'tanh' ? geluByTanh : gelu;
    return slope(graph, node.input(0), node.output);
  }),
  'com.microsoft.Gelu': ofEach((node, graph) => gelu(graph, node.input(0), node.output)),
  'com.microsoft.BiasGelu': ofOne((node, d, graph) => ofSum(node, d, graph, gelu)),
  'com.microsoft.FastGelu': ofOne((node, d, graph) => ofSum(node, d, graph, geluByTanh)),
};

/** f′ at the values of a tensor. @param like see {@link BackwardGraph.number} */
type Slope = (graph: BackwardGraph, x: string, like: string) => string;

/** 1 where values are above a number, else 0. */
function oneAbove(graph: BackwardGraph, tensor: string, number: number, like: string): string {
  return castLike(graph, isAbove(graph, tensor, number, like), like);
}

/** A number where values are above 0, else another tensor. */
function whereAbove0(graph: BackwardGraph, tensor: string, above: number, below: string): string {
  const condition = isAbove(graph, tensor, 0, tensor);
  return choose(graph, condition, graph.number(above, tensor), below, tensor);
}

/** y(1 − y) of y = sigmoid(x). */
function slopeOfSigmoid(graph: BackwardGraph, y: string, like: string): string {
  return multiply(graph, y, complement(graph, y, like));
}

/** 1 − y² of y = tanh(x). */
function slopeOfTanh(graph: BackwardGraph, y: string, like: string): string {
  return complement(graph, square(graph, y), like);
}

/** exp(−x²) */
function bell(graph: BackwardGraph, x: string): string {
  return graph.add('Exp', [negate(graph, square(graph, x))]);
}

/** y = x above 0, else slope · x; the slope is broadcast to x. */
function parametricRelu(
  node: ForwardNode,
  d: string,
  graph: BackwardGraph,
): (string | undefined)[] {
  const [x, slope] = [node.input(0), node.input(1)];
  const isPositive = isAbove(graph, x, 0, x);
  const zero = graph.number(0, x);
  return [
    toInput(node, 0, graph, () => choose(graph, isPositive, d, multiply(graph, d, slope), x)),
    toInput(node, 1, graph, () => choose(graph, isPositive, zero, multiply(graph, d, x), x)),
  ];
}

/** As PyTorch's clamp: values at a bound count as inside. As its ReLU6, if it is one: they do not. */
function clip(node: ForwardNode, d: string, graph: BackwardGraph): (string | undefined)[] {
  const x = node.input(0);
  const where = (condition: string) => multiply(graph, d, castLike(graph, condition, x));
  if (isRelu6(node, graph)) {
    const { output } = node;
    const isInside = graph.add('And', [
      isAbove(graph, output, 0, output),
      isBelow(graph, output, 6, output),
    ]);
    return [where(isInside)];
  }
  return [
    toInput(node, 0, graph, () => where(equals(graph, x, node.output))),
    toInput(node, 1, graph, () => where(graph.add('Less', [x, node.input(1)]))),
    toInput(node, 2, graph, () => where(graph.add('Greater', [x, node.input(2)]))),
  ];
}

function isRelu6(node: ForwardNode, graph: BackwardGraph): boolean {
  const bound = (index: number, attribute: string) =>
    node.has(attribute) ? node.float(attribute, 0) : graph.constantNumber(node.input(index));
  return bound(1, 'min') === 0 && bound(2, 'max') === 6;
}

/** 0 up to −3, x/3 + 1/2 up to 3, then 1. */
function hardSwish(node: ForwardNode, graph: BackwardGraph): string {
  const x = node.input(0);
  const between = shift(graph, scale(graph, x, 1 / 3, x), 0.5, x);
  const before3 = choose(graph, isBelow(graph, x, 3, x), between, graph.number(1, x), x);
  return multiply(graph, before3, oneAbove(graph, x, -3, x));
}

/** y = x·t with t = tanh(softplus(x)): t + x·(1 − t²)·sigmoid(x). */
function mish(node: ForwardNode, graph: BackwardGraph): string {
  const x = node.input(0);
  const t = graph.add('Tanh', [graph.add('Softplus', [x])]);
  const outer = multiply(graph, x, slopeOfTanh(graph, t, x));
  return add(graph, t, multiply(graph, outer, graph.add('Sigmoid', [x])));
}

/** y = x·s with s = sigmoid(αx): s + αx·s(1 − s). */
function swish(graph: BackwardGraph, x: string, alpha: number): string {
  const scaled = scale(graph, x, alpha, x);
  const s = graph.add('Sigmoid', [scaled]);
  return add(graph, s, multiply(graph, scaled, slopeOfSigmoid(graph, s, x)));
}

/** y = x·Φ(x): Φ(x) + x·exp(−x²/2)/√2π, where Φ(x) = (1 + erf(x/√2))/2. */
function gelu(graph: BackwardGraph, x: string, like: string): string {
  const scaled = scale(graph, x, Math.SQRT1_2, like);
  const phi = scale(graph, shift(graph, graph.add('Erf', [scaled]), 1, like), 0.5, like);
  const density = scale(graph, bell(graph, scaled), 1 / Math.sqrt(2 * Math.PI), like);
  return add(graph, phi, multiply(graph, x, density));
}

/** y = x(1 + t)/2 with t = tanh(u), u = √(2/π)·(x + c·x³): (1 + t)/2 + x(1 − t²)u′/2. */
function geluByTanh(graph: BackwardGraph, x: string, like: string): string {
  const c = 0.044715;
  const root = Math.sqrt(2 / Math.PI);
  const squared = square(graph, x);
  const factor = shift(graph, scale(graph, squared, c * root, like), root, like);
  const t = graph.add('Tanh', [multiply(graph, x, factor)]);
  const inner = shift(graph, scale(graph, squared, 3 * c * root, like), root, like);
  const bend = multiply(graph, multiply(graph, x, slopeOfTanh(graph, t, like)), inner);
  return scale(graph, shift(graph, add(graph, t, bend), 1, like), 0.5, like);
}

/** Of y = f(x + bias); the bias, which may be left out, is broadcast to x. */
function ofSum(
  node: ForwardNode,
  d: string,
  graph: BackwardGraph,
  slope: Slope,
): (string | undefined)[] {
  const [x, bias] = [node.input(0), node.input(1)];
  const sum = bias === '' ? x : add(graph, x, bias);
  const gradient = multiply(graph, d, slope(graph, sum, node.output));
  return [0, 1].map((i) => toInput(node, i, graph, () => gradient));
}
