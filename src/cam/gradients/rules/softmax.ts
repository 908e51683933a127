import type { BackwardGraph } from '../graph/backwardGraph.ts';
import { isReal } from '../graph/backwardGraph.ts';
import type { ForwardNode } from '../graph/forwardNode.ts';
import { add, multiply, subtract, sumOver, sumTo, transpose } from '../graph/operators.ts';
import type { Rules } from './rule.ts';
import { NoRule, ofOne } from './rule.ts';

/** Softmax, its logarithm, and the attention that is weighted by it. */
export const softmaxRules: Rules = {
  Softmax: ofOne((node, d, graph) => [
    throughSoftmax(graph, node.output, d, sharedAxes(node, graph)),
  ]),
  // d − softmax·Σ d. The exponential of y is the softmax, however large the logits are.
  LogSoftmax: ofOne((node, d, graph) => {
    const total = sumOver(graph, d, sharedAxes(node, graph), 1);
    const softmax = graph.add('Exp', [node.output]);
    return [subtract(graph, d, multiply(graph, softmax, total))];
  }),
  Attention: ofOne(attention),
};

/** The axes whose values together sum to 1: before version 13 the given one and all after it. */
function sharedAxes(node: ForwardNode, graph: BackwardGraph): number[] {
  if (graph.opset >= 13) return [node.int('axis', -1)];
  const rank = graph.dims(node.output).length;
  const first = node.int('axis', 1);
  return [...Array(rank).keys()].slice(first < 0 ? first + rank : first);
}

/** y·(d − Σ d·y) */
function throughSoftmax(
  graph: BackwardGraph,
  y: string,
  d: string,
  axes: readonly number[],
): string {
  const total = sumOver(graph, multiply(graph, d, y), axes, 1);
  return multiply(graph, y, subtract(graph, d, total));
}

/** y = softmax(scale·q·kᵀ + mask)·v for tensors of [batch, heads, tokens, channels]. */
function attention(node: ForwardNode, d: string, graph: BackwardGraph): (string | undefined)[] {
  refuseUnknown(node, graph);
  const [q = '', k = '', v = '', mask = ''] = node.inputs;
  const [batch = 1, heads = 1, queries = 1, channels = 1] = graph.dims(q);
  const scale = graph.number(node.float('scale', 1 / Math.sqrt(channels)), q);
  const turned = (tensor: string) => transpose(graph, tensor, [0, 1, 3, 2]);
  const product = (a: string, b: string) => graph.add('MatMul', [a, b]);

  const scaled = multiply(graph, q, scale);
  const scores = product(scaled, turned(k));
  const masked = mask === '' ? scores : add(graph, scores, mask);
  const weights = graph.add('Softmax', [masked], { axis: -1 });
  const ofScores = throughSoftmax(graph, weights, product(d, turned(v)), [-1]);
  const dims = [batch, heads, queries, graph.dims(k)[2] ?? 1];
  const makes = [
    () => multiply(graph, product(ofScores, k), scale),
    () => product(turned(ofScores), scaled),
    () => product(turned(weights), d),
    () => sumTo(graph, ofScores, dims, graph.dims(mask)),
  ];
  return makes.map((make, i) => (node.needs(i) ? make() : undefined));
}

/** @throws NoRule where attention is used as no image classifier does. */
function refuseUnknown(node: ForwardNode, graph: BackwardGraph): void {
  const [q = '', k = '', , mask = ''] = node.inputs;
  const [rank, heads] = [graph.dims(q).length, graph.dims(q)[1]];
  const further = node.inputs.findIndex((name, i) => i > 3 && name !== '');
  const softcap = node.float('softcap', 0);
  if (node.int('is_causal', 0) !== 0) throw new NoRule('is_causal=1');
  if (softcap !== 0) throw new NoRule(`softcap=${softcap}`);
  if (further >= 0) throw new NoRule(`input ${further + 1}`);
  if (mask !== '' && !isReal(graph.elementType(mask))) throw new NoRule('attn_mask of bool');
  if (rank !== 4) throw new NoRule(`${rank} dimensions`);
  if (heads !== graph.dims(k)[1]) throw new NoRule('grouped queries');
}
