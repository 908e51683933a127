import type { BackwardGraph } from '../graph/backwardGraph.ts';
import type { ForwardNode } from '../graph/forwardNode.ts';
import { expand, reshape } from '../graph/operators.ts';
import { NoRule } from './rule.ts';

/** A tensor in an equation of Einsum. */
interface Operand {
  tensor: string;
  /** One for each axis. */
  letters: readonly string[];
  dims: readonly number[];
}

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];

/**
 * The gradient of an operand is the Einsum of the gradient of the result and the other operands, repeated along the axes
 * that only the operand has.
 * @throws NoRule where an operand has a letter twice: a diagonal.
 */
export function einsumRule(
  node: ForwardNode,
  d: string,
  graph: BackwardGraph,
): (string | undefined)[] {
  const written = node.string('equation', '');
  const shapes = node.inputs.map((name) => graph.dims(name));
  const { operands, result } = readEquation(written, shapes);
  if (operands.some((letters) => new Set(letters).size < letters.length)) {
    throw new NoRule(`equation=${written}`);
  }
  const given = operands.map((letters, i): Operand => {
    return { tensor: node.input(i), letters, dims: shapes[i] ?? [] };
  });
  const ofResult = { tensor: d, letters: result, dims: graph.dims(node.output) };
  return given.map((operand, i) =>
    node.needs(i) ? ofOperand(operand, [ofResult, ...given.toSpliced(i, 1)], graph) : undefined,
  );
}

/** @param factors the gradient of the result, and the other operands */
function ofOperand({ letters, dims }: Operand, factors: Operand[], graph: BackwardGraph): string {
  const sizes = new Map<string, number>();
  for (const factor of factors) {
    for (const [axis, letter] of factor.letters.entries()) {
      sizes.set(letter, Math.max(sizes.get(letter) ?? 1, factor.dims[axis] ?? 1));
    }
  }
  // The others are summed: the operand was repeated along them, or they are of size 1.
  const kept = letters.filter((letter, axis) => sizes.get(letter) === dims[axis]);
  const terms = factors.map((factor) => factor.letters.join(''));
  const product = graph.add(
    'Einsum',
    factors.map(({ tensor }) => tensor),
    { equation: `${terms.join()}->${kept.join('')}` },
  );
  if (kept.length === letters.length) return product;
  const reduced = letters.map((letter, axis) => (kept.includes(letter) ? (dims[axis] ?? 1) : 1));
  const reshaped = reshape(graph, product, reduced);
  return reduced.join() === dims.join() ? reshaped : expand(graph, reshaped, dims);
}

/** The letters of the operands and of the result, with a letter for each axis that an ellipsis stands for. */
function readEquation(
  written: string,
  shapes: readonly (readonly number[])[],
): { operands: string[][]; result: string[] } {
  const [left = '', right] = written.replaceAll(' ', '').split('->');
  const terms = left.split(',');
  // It stands for the same number of axes everywhere.
  const first = terms.findIndex((term) => term.includes('...'));
  const count = (shapes[first]?.length ?? 0) - (terms[first] ?? '...').length + '...'.length;
  const unused = LETTERS.filter((letter) => !written.includes(letter));
  const ellipsis = unused.slice(0, count);
  const lettersOf = (term: string) => [...term.replace('...', ellipsis.join(''))];
  const operands = terms.map(lettersOf);
  if (right !== undefined) return { operands, result: lettersOf(right) };
  const all = operands.flat();
  const once = all.filter((letter) => all.indexOf(letter) === all.lastIndexOf(letter)).sort();
  const others = once.filter((letter) => !ellipsis.includes(letter));
  return { operands, result: [...ellipsis, ...others] };
}
