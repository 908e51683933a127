import type { BackwardGraph } from '../graph/backwardGraph.ts';
import type { ForwardNode } from '../graph/forwardNode.ts';
import { multiply, sumTo } from '../graph/operators.ts';

/**
 * The vector-Jacobian product of an operator: from ∂S/∂y of its outputs to ∂S/∂x of its inputs, as nodes that it
 * appends. Names of tensors, by position.
 * @param gradients of the outputs; undefined where it is 0. At least one is given.
 * @returns of the inputs; undefined where it is 0, or not needed (see `ForwardNode.needs`)
 * @throws NoRule where the operator has a setting that is not known.
 */
export type Rule = (
  node: ForwardNode,
  gradients: readonly (string | undefined)[],
  graph: BackwardGraph,
) => (string | undefined)[];

/** The gradient of the first output, then as {@link Rule}. */
export type RuleOfOne = (
  node: ForwardNode,
  gradient: string,
  graph: BackwardGraph,
) => (string | undefined)[];

/** Rules by operator. Those outside the standard have their domain before them: `com.microsoft.Gelu`. */
export type Rules = Readonly<Record<string, Rule>>;

/**
 * Of an operator of which only the first output, if there are several, has a rule.
 * @throws NoRule where another output has a gradient; Error where none has: a bug of the caller
 */
export function ofOne(rule: RuleOfOne): Rule {
  return (node, [gradient, ...others], graph) => {
    const other = others.findIndex((each) => each !== undefined);
    if (other >= 0) throw new NoRule(`output ${other + 2}`);
    if (gradient === undefined) throw new Error('a rule is asked only for outputs with a gradient');
    return rule(node, gradient, graph);
  };
}

/**
 * Of an operator that turns each value into another one by itself.
 * @param derivative f′ at the values of the first input, as a tensor
 */
export function ofEach(derivative: (node: ForwardNode, graph: BackwardGraph) => string): Rule {
  return ofOne((node, d, graph) => [multiply(graph, d, derivative(node, graph))]);
}

/** The gradient of an input that was broadcast to the shape of the output; undefined if it is not needed. */
export function toInput(
  node: ForwardNode,
  index: number,
  graph: BackwardGraph,
  make: () => string,
): string | undefined {
  if (!node.needs(index)) return undefined;
  return sumTo(graph, make(), graph.dims(node.output), graph.dims(node.input(index)));
}

/** An operator is used in a way for which there is no rule. */
export class NoRule extends Error {
  /** @param setting e.g. `mode=cubic` */
  constructor(readonly setting: string) {
    super(setting);
  }
}
