import { usableMemory } from '../base/usableMemory.ts';
import type { GraphTensor } from '../classifier/probe/graphFunction.ts';
import type { Graph } from '../onnx/file/graph.ts';
import type { BackwardPart, Path } from './differentiate.ts';
import { differentiate, findPath } from './differentiate.ts';
import { tooLargeForMemory } from './errors.ts';
import { forwardFacts } from './forwardFacts.ts';
import type { ForwardFacts } from './graph/backwardGraph.ts';
import { elementsOf } from './graph/backwardGraph.ts';

/** What is appended to a model, and what is known about its tensors. */
export interface BackwardPlan {
  part: BackwardPart;
  facts: ForwardFacts;
}

/**
 * What is to be appended to a model for the gradients at some tensors. Nothing is loaded that needs its weights.
 * @param of name of the tensor that is differentiated
 * @param input the graph's input with the sizes that it is fed with
 * @param memory bytes that a run may take
 * @throws CamError `noGradientRule`; `modelRefused` if a run cannot fit into the memory, or the runtime refuses the model.
 */
export async function planBackward(
  graph: Graph,
  of: string,
  wanted: readonly string[],
  input: GraphTensor,
  memory = usableMemory(),
): Promise<BackwardPlan> {
  const path = findPath(graph, of, wanted);
  const facts = await forwardFacts(graph, path, of, input);
  const needed = leastBytes(path, facts);
  if (needed > memory) throw tooLargeForMemory(graph.file, needed, memory);
  return { part: differentiate(graph, of, wanted, facts), facts };
}

/** Of the outputs of the nodes on the way: others are computed in the place of an earlier one, or fused. */
const KEPT_SHARE = 0.25;

/**
 * What a run takes at least: a gradient needs the values of the forward pass until it has passed them. A ResNet-50 takes
 * about twice as much.
 */
function leastBytes({ nodes }: Path, { tensors }: ForwardFacts): number {
  const outputs = nodes.flatMap((node) =>
    node.outputs.map((name) => tensors.get(name)?.dims ?? []),
  );
  return KEPT_SHARE * 4 * outputs.reduce((sum, dims) => sum + elementsOf(dims), 0);
}
