import type { BackwardGraph } from '../graph/backwardGraph.ts';
import type { ForwardNode } from '../graph/forwardNode.ts';
import { multiply, subtract, sumOver } from '../graph/operators.ts';
import type { Rules } from './rule.ts';
import { ofOne } from './rule.ts';

/** Softmax and its logarithm. */
export const softmaxRules: Rules = {
  // y·(d − Σ d·y)
  Softmax: ofOne((node, d, graph) => {
    const weighted = multiply(graph, d, node.output);
    const total = sumOver(graph, weighted, sharedAxes(node, graph), 1);
    return [multiply(graph, node.output, subtract(graph, d, total))];
  }),
  // d − softmax·Σ d. The exponential of y is the softmax, however large the logits are.
  LogSoftmax: ofOne((node, d, graph) => {
    const total = sumOver(graph, d, sharedAxes(node, graph), 1);
    const softmax = graph.add('Exp', [node.output]);
    return [subtract(graph, d, multiply(graph, softmax, total))];
  }),
};

/** The axes whose values together sum to 1: before version 13 the given one and all after it. */
function sharedAxes(node: ForwardNode, graph: BackwardGraph): number[] {
  if (graph.opset >= 13) return [node.int('axis', -1)];
  const rank = graph.dims(node.output).length;
  const first = node.int('axis', 1);
  return [...Array(rank).keys()].slice(first < 0 ? first + rank : first);
}
