import type { BackwardGraph } from '../graph/backwardGraph.ts';
import type { ForwardNode } from '../graph/forwardNode.ts';
import {
  add,
  divide,
  expand,
  multiply,
  negate,
  oneIfZero,
  reduceOver,
  reshape,
  sign,
  subtract,
  sumOver,
} from '../graph/operators.ts';
import type { Rule, Rules } from './rule.ts';
import { NoRule, ofOne } from './rule.ts';

/** A reduction x → y, and the gradient d of y. */
interface Reduction {
  x: string;
  /** As y and d are where reduced axes keep the size 1, so that they broadcast with x. */
  y: () => string;
  d: string;
  dims: readonly number[];
  axes: readonly number[];
}

type ReductionRule = (reduction: Reduction, graph: BackwardGraph) => string;

/** Operators that reduce axes to one value. */
export const reductionsRules: Rules = {
  ReduceSum: ofReduction(({ d, dims }, graph) => expand(graph, d, dims)),
  ReduceMean: ofReduction(({ x, d, dims, axes }, graph) => {
    const count = axes.reduce((product, axis) => product * (dims[axis] ?? 1), 1);
    // Before it is repeated d is small.
    return expand(graph, multiply(graph, d, graph.number(1 / count, x)), dims);
  }),
  ReduceMax: ofReduction((reduction, graph) => shared(reduction, 'Less', graph)),
  ReduceMin: ofReduction((reduction, graph) => shared(reduction, 'Greater', graph)),
  ReduceL1: ofReduction(({ x, d }, graph) => multiply(graph, sign(graph, x, x), d)),
  ReduceL2: ofReduction(({ x, y, d }, graph) =>
    multiply(graph, x, divide(graph, d, oneIfZero(graph, y(), x))),
  ),
  ReduceSumSquare: ofReduction(({ x, d }, graph) =>
    multiply(graph, x, multiply(graph, d, graph.number(2, x))),
  ),
  // exp(y) is the sum.
  ReduceLogSum: ofReduction(({ y, d, dims }, graph) =>
    expand(graph, multiply(graph, d, graph.add('Exp', [negate(graph, y())])), dims),
  ),
  ReduceLogSumExp: ofReduction(({ x, y, d, axes }, graph) => {
    const softmax = graph.add('Exp', [subtract(graph, x, y())]);
    // A large y is rounded, so that the sum is not quite 1.
    const total = axes.length === 0 ? softmax : sumOver(graph, softmax, axes, 1);
    return multiply(graph, softmax, divide(graph, d, total));
  }),
  ReduceProd: ofReduction(productOfOthers),
};

function ofReduction(rule: ReductionRule): Rule {
  return ofOne((node, gradient, graph) => {
    if (!node.needs(0)) return [];
    const x = node.input(0);
    const dims = graph.dims(x);
    const axes = reducedAxes(node, graph);
    const kept = dims.map((size, axis) => (axes.includes(axis) ? 1 : size));
    const isKept = graph.dims(node.output).length === dims.length;
    const keep = (tensor: string) => (isKept ? tensor : reshape(graph, tensor, kept));
    return [rule({ x, y: () => keep(node.output), d: keep(gradient), dims, axes }, graph)];
  });
}

/** Axes as attribute or, later, as input; without them all, or none where the node says so. */
function reducedAxes(node: ForwardNode, graph: BackwardGraph): number[] {
  const rank = graph.dims(node.input(0)).length;
  const isInput = node.input(1) !== '';
  const axes = isInput ? graph.integers(node.input(1)) : (node.ints('axes') ?? []);
  if (axes === undefined) throw new NoRule('axes that vary');
  if (axes.length > 0) return axes.map((axis) => (axis < 0 ? axis + rank : axis));
  return node.int('noop_with_empty_axes', 0) === 1 ? [] : [...Array(rank).keys()];
}

/** d for the largest or smallest value, in equal parts where there are several. */
function shared(
  { x, y, d, axes }: Reduction,
  other: 'Less' | 'Greater',
  graph: BackwardGraph,
): string {
  // Equal compares real numbers from version 11 on only.
  const isExtreme = graph.add('Not', [graph.add(other, [x, y()])]);
  const mask = graph.add('Cast', [isExtreme], { to: graph.elementType(x) });
  if (axes.length === 0) return multiply(graph, d, mask);
  return multiply(graph, mask, divide(graph, d, sumOver(graph, mask, axes, 1)));
}

/** y ÷ x where no value is 0; where one is, it alone has a gradient: the product of the others. */
function productOfOthers({ x, d, axes }: Reduction, graph: BackwardGraph): string {
  if (axes.length === 0) return d;
  const one = graph.number(1, x);
  const isZero = subtract(graph, one, graph.add('Abs', [sign(graph, x, x)]));
  const factors = add(graph, x, isZero);
  const product = reduceOver(graph, 'ReduceProd', factors, axes, 1);
  const otherZeros = subtract(graph, sumOver(graph, isZero, axes, 1), isZero);
  const hasNone = subtract(graph, one, sign(graph, otherZeros, x));
  const others = divide(graph, multiply(graph, d, product), factors);
  return multiply(graph, others, hasNone);
}
