import type { BackwardGraph } from '../graph/backwardGraph.ts';
import type { ForwardNode } from '../graph/forwardNode.ts';

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

/** Of an operator with one output: the gradient of that output, then as {@link Rule}. */
export type RuleOfOne = (
  node: ForwardNode,
  gradient: string,
  graph: BackwardGraph,
) => (string | undefined)[];

/** Rules by operator. Those outside the standard have their domain before them: `com.microsoft.Gelu`. */
export type Rules = Readonly<Record<string, Rule>>;

/** @throws where no gradient of the output is given: a bug of the caller */
export function ofOne(rule: RuleOfOne): Rule {
  return (node, [gradient], graph) => {
    if (gradient === undefined) throw new Error('a rule is asked only for outputs with a gradient');
    return rule(node, gradient, graph);
  };
}

/** An operator is used in a way for which there is no rule. */
export class NoRule extends Error {
  /** @param setting e.g. `mode=cubic` */
  constructor(readonly setting: string) {
    super(setting);
  }
}
