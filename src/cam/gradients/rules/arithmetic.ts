import type { BackwardGraph } from '../graph/backwardGraph.ts';
import type { ForwardNode } from '../graph/forwardNode.ts';
import {
  add,
  castLike,
  choose,
  complement,
  divide,
  equals,
  multiply,
  negate,
  scale,
  shift,
  sign,
  square,
  subtract,
} from '../graph/operators.ts';
import type { Rules } from './rule.ts';
import { ofEach, ofOne, toInput } from './rule.ts';

/** Functions of one number. */
const functionRules: Rules = {
  Neg: ofOne((_, d, graph) => [negate(graph, d)]),
  Abs: ofEach((node, graph) => sign(graph, node.input(0), node.input(0))),
  Reciprocal: ofEach(({ output }, graph) => negate(graph, square(graph, output))),
  Sqrt: ofEach(({ output }, graph) => divide(graph, graph.number(0.5, output), output)),
  Exp: ofEach(({ output }) => output),
  Log: ofOne((node, d, graph) => [divide(graph, d, node.input(0))]),
  Sin: ofEach((node, graph) => graph.add('Cos', [node.input(0)])),
  Cos: ofEach((node, graph) => negate(graph, graph.add('Sin', [node.input(0)]))),
  Tan: ofEach(({ output }, graph) => shift(graph, square(graph, output), 1, output)),
  Sinh: ofEach((node, graph) => graph.add('Cosh', [node.input(0)])),
  Cosh: ofEach((node, graph) => graph.add('Sinh', [node.input(0)])),
  Asin: ofOne((node, d, graph) => [divide(graph, d, root(graph, besideOne(graph, node)))]),
  Acos: ofOne((node, d, graph) => [
    negate(graph, divide(graph, d, root(graph, besideOne(graph, node)))),
  ]),
  Atan: ofOne((node, d, graph) => [divide(graph, d, squarePlus(graph, node, 1))]),
  Asinh: ofOne((node, d, graph) => [divide(graph, d, root(graph, squarePlus(graph, node, 1)))]),
  Acosh: ofOne((node, d, graph) => [divide(graph, d, root(graph, squarePlus(graph, node, -1)))]),
  Atanh: ofOne((node, d, graph) => [divide(graph, d, besideOne(graph, node))]),
};

/** Operators of two or more tensors, value by value, with broadcasting, and functions of one number. */
export const arithmeticRules: Rules = {
  ...functionRules,
  Add: ofOne(sum),
  Sum: ofOne(sum),
  Mean: ofOne((node, d, graph) =>
    sum(node, scale(graph, d, 1 / node.inputs.length, node.output), graph),
  ),
  Sub: ofOne((node, d, graph) => [
    toInput(node, 0, graph, () => d),
    toInput(node, 1, graph, () => negate(graph, d)),
  ]),
  Mul: ofOne((node, d, graph) =>
    [0, 1].map((i) => toInput(node, i, graph, () => multiply(graph, d, node.input(1 - i)))),
  ),
  Div: ofOne(quotient),
  Mod: ofOne(remainder),
  Pow: ofOne(power),
  Max: ofOne(extremum),
  Min: ofOne(extremum),
  Where: ofOne((node, d, graph) => {
    const zero = graph.number(0, node.output);
    const where = (a: string, b: string) => choose(graph, node.input(0), a, b, node.output);
    return [
      undefined,
      toInput(node, 1, graph, () => where(d, zero)),
      toInput(node, 2, graph, () => where(zero, d)),
    ];
  }),
};

/** Every input has the gradient of the output. */
function sum(node: ForwardNode, d: string, graph: BackwardGraph): (string | undefined)[] {
  return node.inputs.map((_, i) => toInput(node, i, graph, () => d));
}

/** y = a/b: d/b and −d·y/b. */
function quotient(node: ForwardNode, d: string, graph: BackwardGraph): (string | undefined)[] {
  const ofA = divide(graph, d, node.input(1));
  return [
    toInput(node, 0, graph, () => ofA),
    toInput(node, 1, graph, () => negate(graph, multiply(graph, ofA, node.output))),
  ];
}

/** y = a − n·b with a whole number n, which is (a − y)/b. */
function remainder(node: ForwardNode, d: string, graph: BackwardGraph): (string | undefined)[] {
  const [a, b] = [node.input(0), node.input(1)];
  return [
    toInput(node, 0, graph, () => d),
    toInput(node, 1, graph, () =>
      multiply(graph, d, divide(graph, subtract(graph, node.output, a), b)),
    ),
  ];
}

/** y = a^b: d·b·a^(b − 1) and d·y·ln a. */
function power(node: ForwardNode, d: string, graph: BackwardGraph): (string | undefined)[] {
  const [a, b] = [node.input(0), node.input(1)];
  return [
    toInput(node, 0, graph, () => multiply(graph, d, slopeOfPower(graph, a, b))),
    toInput(node, 1, graph, () => {
      // ln 0 is infinite, but 0^b does not change with b: ln 1 = 0.
      const isZero = castLike(graph, equals(graph, a, graph.number(0, a)), a);
      const logarithm = graph.add('Log', [add(graph, a, isZero)]);
      return multiply(graph, d, multiply(graph, node.output, logarithm));
    }),
  ];
}

/** b·a^(b − 1) */
function slopeOfPower(graph: BackwardGraph, a: string, b: string): string {
  // The runtime computes a^1 number by number, which takes ten times as long.
  if (graph.constantNumber(b) === 2) return scale(graph, a, 2, a);
  // Exponents may be whole numbers of another type.
  const exponent = graph.elementType(a) === graph.elementType(b) ? b : castLike(graph, b, a);
  // An exponent of 0 stays, since 0 · 0^(−1) is no number.
  const one = graph.add('Abs', [sign(graph, exponent, a)]);
  return multiply(graph, exponent, graph.add('Pow', [a, subtract(graph, exponent, one)]));
}

/** Of Max and Min: inputs that are equally far out share the gradient, as in PyTorch's `maximum` and `amax`. */
function extremum(node: ForwardNode, d: string, graph: BackwardGraph): (string | undefined)[] {
  const { output } = node;
  const chosen = node.inputs.map((input) => castLike(graph, equals(graph, input, output), output));
  const share = divide(graph, d, graph.add('Sum', chosen));
  return chosen.map((mask, i) => toInput(node, i, graph, () => multiply(graph, share, mask)));
}

/** 1 − x² */
function besideOne(graph: BackwardGraph, node: ForwardNode): string {
  return complement(graph, square(graph, node.input(0)), node.input(0));
}

/** x² + a number */
function squarePlus(graph: BackwardGraph, node: ForwardNode, by: number): string {
  return shift(graph, square(graph, node.input(0)), by, node.input(0));
}

function root(graph: BackwardGraph, a: string): string {
  return graph.add('Sqrt', [a]);
}
