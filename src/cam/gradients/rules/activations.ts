import { multiply, sign } from '../graph/operators.ts';
import type { Rules } from './rule.ts';
import { ofOne } from './rule.ts';

/** Operators that turn each value into another one by itself. */
export const activationRules: Rules = {
  // The sign of y is the slope, and it needs no other tensor of the model.
  Relu: ofOne((node, d, graph) => [multiply(graph, d, sign(graph, node.output, node.output))]),
};
