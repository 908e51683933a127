import { isFloatingPoint } from '../graph/backwardGraph.ts';
import { castLike } from '../graph/operators.ts';
import type { Rule, Rules } from './rule.ts';
import { NoRule, ofOne } from './rule.ts';

const pass: Rule = ofOne((_, d) => [d]);

/** The result does not change with small changes of the inputs. */
const constant: Rule = () => [];

/** Between floating-point types; casts to other types cut off the fraction. */
const cast: Rule = ofOne((node, d, graph) => {
  const from = graph.elementType(node.input(0));
  const to = graph.elementType(node.output);
  if (!isFloatingPoint(to)) return [];
  return [from === to || !isFloatingPoint(from) ? d : castLike(graph, d, node.input(0))];
});

/**
 * Operators that pass values on, and those whose result does not change with small changes of their inputs. Operators
 * that give whole numbers or truth values need no rule.
 */
export const unchangedRules: Rules = {
  Identity: pass,
  Dropout: ofOne((node, d, graph) => {
    const isTraining = node.input(2) !== '' && graph.integers(node.input(2))?.[0] !== 0;
    if (isTraining) throw new NoRule('training_mode');
    return [d];
  }),
  Cast: cast,
  CastLike: cast,
  // Straight through: rounded numbers stand for those that they are rounded from.
  QuantizeLinear: pass,
  DequantizeLinear: pass,
  Ceil: constant,
  Floor: constant,
  Round: constant,
  Sign: constant,
  OneHot: (node) => {
    if (node.needs(2)) throw new NoRule('values');
    return [];
  },
};
