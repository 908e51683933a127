import type { BackwardGraph } from '../graph/backwardGraph.ts';
import type { ForwardNode } from '../graph/forwardNode.ts';
import { expand, multiply, reshape, sumTo, transpose } from '../graph/operators.ts';
import { slopeOfActivation } from './convolution.ts';
import type { Rules } from './rule.ts';
import { NoRule, ofOne } from './rule.ts';

/** A factor of a product of matrices, which may be transposed before they are multiplied. */
interface Factor {
  tensor: string;
  /** At least two. */
  dims: readonly number[];
  isTransposed: boolean;
}

/** Appends the product of two factors. */
type Product = (a: Factor, b: Factor) => string;

/** Products of matrices. */
export const productsRules: Rules = {
  MatMul: ofOne((node, d, graph) =>
    ofFactors(node, d, graph, (a, b) =>
      graph.add(
        'MatMul',
        [a, b].map((factor) => upright(factor, graph)),
      ),
    ),
  ),
  Gemm: ofOne(gemm),
  'com.microsoft.FusedGemm': ofOne((node, d, graph) =>
    gemm(node, multiply(graph, d, slopeOfActivation(node, graph)), graph),
  ),
  'com.microsoft.FusedMatMul': ofOne((node, d, graph) => {
    for (const name of ['transBatchA', 'transBatchB']) {
      if (node.int(name, 0) !== 0) throw new NoRule(`${name}=1`);
    }
    const alpha = { float: node.float('alpha', 1) };
    return ofFactors(node, d, graph, (a, b) => {
      const attributes = { alpha, transA: Number(a.isTransposed), transB: Number(b.isTransposed) };
      return graph.add('FusedMatMul', [a.tensor, b.tensor], attributes, 'com.microsoft');
    });
  }),
  Einsum: ofOne(einsum),
};

function gemm(node: ForwardNode, d: string, graph: BackwardGraph): (string | undefined)[] {
  const alpha = { float: node.float('alpha', 1) };
  const { opset } = graph;
  const ofAandB = ofFactors(node, d, graph, (a, b) => {
    // Before version 11 the third input must be given.
    const third = opset < 11 ? [graph.number(0, node.output)] : [];
    const attributes = { alpha, transA: Number(a.isTransposed), transB: Number(b.isTransposed) };
    return graph.add('Gemm', [a.tensor, b.tensor, ...third], attributes);
  });
  if (!node.needs(2)) return ofAandB;
  const ofC = sumTo(graph, d, graph.dims(node.output), graph.dims(node.input(2)));
  const beta = node.float('beta', 1);
  return [...ofAandB, beta === 1 ? ofC : multiply(graph, ofC, graph.number(beta, node.output))];
}

/** d·Bᵀ and Aᵀ·d, or those transposed, summed over the axes of the batch along which a factor was repeated. */
function ofFactors(
  node: ForwardNode,
  gradient: string,
  graph: BackwardGraph,
  product: Product,
): (string | undefined)[] {
  const a = factor(node, 0, graph);
  const b = factor(node, 1, graph);
  const dims = productDims(a, b);
  const hasVector = dims.length !== graph.dims(node.output).length;
  const d: Factor = {
    tensor: hasVector ? reshape(graph, gradient, dims) : gradient,
    dims,
    isTransposed: false,
  };
  const ofA = a.isTransposed ? [b, transposed(d)] : [d, transposed(b)];
  const ofB = b.isTransposed ? [transposed(d), a] : [transposed(a), d];
  return [...[a, b].entries()].map(([i, { dims: matrix }]) => {
    if (!node.needs(i)) return undefined;
    const [left, right] = (i === 0 ? ofA : ofB) as [Factor, Factor];
    const summed = sumTo(graph, product(left, right), productDims(left, right), matrix);
    const given = graph.dims(node.input(i));
    return given.length === matrix.length ? summed : reshape(graph, summed, given);
  });
}

/** An input; a vector becomes a matrix of one row on the left, of one column on the right. */
function factor(node: ForwardNode, index: 0 | 1, graph: BackwardGraph): Factor {
  const tensor = node.input(index);
  const given = graph.dims(tensor);
  const [size = 1] = given;
  if (given.length === 1) {
    const dims = index === 0 ? [1, size] : [size, 1];
    return { tensor: reshape(graph, tensor, dims), dims, isTransposed: false };
  }
  const isTransposed = node.int(index === 0 ? 'transA' : 'transB', 0) !== 0;
  return { tensor, dims: given, isTransposed };
}

function transposed(given: Factor): Factor {
  return { ...given, isTransposed: !given.isTransposed };
}

/** As a matrix that is multiplied as it is. */
function upright({ tensor, dims, isTransposed }: Factor, graph: BackwardGraph): string {
  if (!isTransposed) return tensor;
  const last = dims.length - 1;
  return transpose(graph, tensor, [...dims.keys()].slice(0, -2).concat(last, last - 1));
}

function productDims(a: Factor, b: Factor): number[] {
  const rank = Math.max(a.dims.length, b.dims.length);
  const sizeOf = ({ dims }: Factor, axis: number) => dims[axis - rank + dims.length] ?? 1;
  const batch = Array.from({ length: rank - 2 }, (_, axis) =>
    Math.max(sizeOf(a, axis), sizeOf(b, axis)),
  );
  return [
    ...batch,
    a.dims.at(a.isTransposed ? -1 : -2) ?? 1,
    b.dims.at(b.isTransposed ? -2 : -1) ?? 1,
  ];
}

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
function einsum(node: ForwardNode, d: string, graph: BackwardGraph): (string | undefined)[] {
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
