import type { Graph } from '../onnx/file/graph.ts';
import type { Initializer, OnnxNode, ValueInfo } from '../onnx/file/model.ts';
import { noRule } from './errors.ts';
import type { ForwardFacts } from './graph/backwardGraph.ts';
import { BackwardGraph, isReal } from './graph/backwardGraph.ts';
import { ForwardNode } from './graph/forwardNode.ts';
import { zeros } from './graph/operators.ts';
import { NoRule } from './rules/rule.ts';
import { ruleOf } from './rules/table.ts';

/** What is appended to a model so that one run gives gradients too. */
export interface BackwardPart {
  /** Encoded, in an order in which they can run after those of the model. */
  nodes: Uint8Array[];
  initializers: Initializer[];
  /** A further input, of the shape of the differentiated tensor: the gradient of S, e.g. 1 for one class. */
  seed: ValueInfo;
  /** Names of the tensors that hold the gradients, by the tensor whose gradient they are. */
  gradients: Map<string, string>;
}

/** The graph input that chooses what is differentiated; no exporter uses the name. */
const SEED = 'cam_lens_seed';

/** The seed of a second backward part of the same graph. */
export const SECOND_SEED = 'cam_lens_second_seed';

/** The nodes between some tensors and one that depends on them, in the order of the model. */
export interface Path {
  nodes: OnnxNode[];
  /** Names of the tensors whose values depend on the wanted ones. */
  carrying: ReadonlySet<string>;
}

/** The part of a graph that is differentiated. */
export function findPath(graph: Graph, of: string, wanted: readonly string[]): Path {
  const carrying = new Set(wanted.flatMap((name) => [...graph.dependents(name)]));
  const live = new Set([of]);
  const nodes: OnnxNode[] = [];
  for (const node of graph.model.nodes.toReversed()) {
    const isOnPath = node.outputs.some((name) => live.has(name) && carrying.has(name));
    // Before all that is wanted nothing is carried; a wanted tensor may itself be made from another one.
    if (!isOnPath || !node.inputs.some((name) => carrying.has(name))) continue;
    nodes.push(node);
    for (const name of node.inputs) live.add(name);
  }
  return { nodes: nodes.reverse(), carrying };
}

/**
 * ∂S/∂t of some tensors t by reverse-mode differentiation, as nodes to append: S = Σ seed · `of`.
 * @param of name of the tensor that is differentiated, e.g. the logits
 * @param wanted names of the tensors t
 * @param seedName another one for each part that is appended to the same graph
 * @throws CamError `noGradientRule`, naming the operator and its node
 */
export function differentiate(
  graph: Graph,
  of: string,
  wanted: readonly string[],
  facts: ForwardFacts,
  seedName: typeof SEED | typeof SECOND_SEED = SEED,
): BackwardPart {
  const { nodes, carrying } = findPath(graph, of, wanted);
  const backward = new BackwardGraph(facts, `${seedName}/`);
  const isNeeded = (name: string) => carrying.has(name) && isReal(backward.elementType(name));
  const found = new Map<string, string>([[of, seedName]]);
  for (const node of nodes.toReversed()) {
    const forward = new ForwardNode(node, isNeeded);
    const ofOutputs = forward.outputs.map((name) => found.get(name));
    if (ofOutputs.every((name) => name === undefined)) continue;
    if (!forward.inputs.some((_, i) => forward.needs(i))) continue;
    const ofInputs = applyRule(graph, node, forward, ofOutputs, backward);
    for (const [i, gradient] of ofInputs.entries()) {
      if (gradient === undefined || !forward.needs(i)) continue;
      const before = found.get(forward.input(i));
      found.set(
        forward.input(i),
        before === undefined ? gradient : backward.add('Add', [before, gradient]),
      );
    }
  }
  const gradients = wanted.map((name): [string, string] => [
    name,
    found.get(name) ?? zeros(backward, backward.dims(name), name),
  ]);
  const { dims, elementType } = { dims: backward.dims(of), elementType: backward.elementType(of) };
  return {
    nodes: backward.nodes,
    initializers: backward.initializers,
    seed: { name: seedName, dims: [...dims], elementType },
    gradients: new Map(gradients),
  };
}

function applyRule(
  { file }: Graph,
  node: OnnxNode,
  forward: ForwardNode,
  ofOutputs: (string | undefined)[],
  backward: BackwardGraph,
): (string | undefined)[] {
  const rule = ruleOf(node);
  if (!rule) throw noRule(file, node);
  try {
    return rule(forward, ofOutputs, backward);
  } catch (error) {
    if (error instanceof NoRule) throw noRule(file, node, error.setting);
    throw error;
  }
}
