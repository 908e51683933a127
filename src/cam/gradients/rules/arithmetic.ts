import type { BackwardGraph } from '../graph/backwardGraph.ts';
import type { ForwardNode } from '../graph/forwardNode.ts';
import { multiply, sumTo } from '../graph/operators.ts';
import type { Rules } from './rule.ts';
import { ofOne } from './rule.ts';

/** Operators of two or more tensors, value by value, with broadcasting. */
export const arithmeticRules: Rules = {
  Add: ofOne((node, d, graph) => [0, 1].map((i) => toInput(node, i, graph, () => d))),
  Mul: ofOne((node, d, graph) =>
    [0, 1].map((i) => toInput(node, i, graph, () => multiply(graph, d, node.input(1 - i)))),
  ),
};

/** The gradient of an input that may have been broadcast; undefined if it is not needed. */
function toInput(
  node: ForwardNode,
  index: number,
  graph: BackwardGraph,
  make: () => string,
): string | undefined {
  if (!node.needs(index)) return undefined;
  return sumTo(graph, make(), graph.dims(node.output), graph.dims(node.input(index)));
}
