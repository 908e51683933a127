import { TensorElementType } from '../../onnx/file/model.ts';
import type { BackwardGraph } from './backwardGraph.ts';
import type { ForwardNode } from './forwardNode.ts';
import { add, divide, expand, meanOver, multiply, reshape, subtract, sumTo } from './operators.ts';

/** A tensor less its mean, divided by its deviation, over some axes. */
export interface Standardised {
  values: string;
  /** 1 ÷ deviation; the axes have the size 1. */
  inverse: string;
  axes: readonly number[];
  /** Whether the mean was taken off: else the deviation is that from 0. */
  isCentred: boolean;
}

/**
 * (x − mean) ÷ √(variance + ε)
 * @param like see {@link BackwardGraph.number}
 */
export function standardise(
  graph: BackwardGraph,
  x: string,
  axes: readonly number[],
  epsilon: number,
  like: string,
): Standardised {
  const centred = subtract(graph, x, meanOver(graph, x, axes, 1));
  const variance = meanOver(graph, multiply(graph, centred, centred), axes, 1);
  const deviation = graph.add('Sqrt', [add(graph, variance, graph.number(epsilon, like))]);
  const inverse = divide(graph, graph.number(1, like), deviation);
  return { values: multiply(graph, centred, inverse), inverse, axes, isCentred: true };
}

/**
 * As {@link standardise}, over an axis and all after it, by one node that onnxruntime has in every version.
 * @param dims shape of `x`
 * @param isCentred false for x ÷ √(mean of x² + ε)
 */
export function standardiseLast(
  graph: BackwardGraph,
  x: string,
  dims: readonly number[],
  axis: number,
  epsilon: number,
  like: string,
  isCentred: boolean,
): Standardised {
  const axes = [...dims.keys()].slice(axis);
  const ones = expand(graph, graph.number(1, like), dims.slice(axis));
  const attributes = { axis, epsilon: { float: epsilon } };
  const [values = '', inverse = ''] = isCentred
    ? graph.addAll('LayerNormalization', [x, ones], 3, attributes).toSpliced(1, 1)
    : graph.addAll('SimplifiedLayerNormalization', [x, ones], 2, attributes);
  // It is float32, whatever x is.
  const to = graph.elementType(like);
  const isFloat = to === TensorElementType.float;
  const alike = isFloat ? inverse : graph.add('Cast', [inverse], { to });
  return { values, inverse: alike, axes, isCentred };
}

/** The gradient of x from that of its standardised values, g: (g − mean g − x̂·mean(g·x̂)) ÷ deviation. */
export function throughStandardised(
  graph: BackwardGraph,
  gradient: string,
  { values, inverse, axes, isCentred }: Standardised,
): string {
  const along = meanOver(graph, multiply(graph, gradient, values), axes, 1);
  const across = subtract(graph, gradient, multiply(graph, values, along));
  const centred = isCentred ? subtract(graph, across, meanOver(graph, gradient, axes, 1)) : across;
  return multiply(graph, centred, inverse);
}

/** The scale and the bias that follow on standardised values. */
export interface Affine {
  /** Of the standardised values and of d. */
  dims: readonly number[];
  /** Position among the inputs. */
  scale: number;
  /** Position among the inputs; undefined if there is none. */
  bias: number | undefined;
  /** To which scale and bias are reshaped, so that they broadcast. */
  scaleDims: readonly number[];
}

/** Gradients of x, scale and bias of y = x̂·scale + bias. */
export function throughAffine(
  node: ForwardNode,
  d: string,
  graph: BackwardGraph,
  standardised: Standardised,
  { dims, scale, bias, scaleDims }: Affine,
): (string | undefined)[] {
  const given = graph.dims(node.input(scale));
  const isFitting = given.join() === scaleDims.join();
  const factor = isFitting ? node.input(scale) : reshape(graph, node.input(scale), scaleDims);
  const reduced = (tensor: string, index: number) =>
    reshape(graph, sumTo(graph, tensor, dims, scaleDims), graph.dims(node.input(index)));
  return [
    throughStandardised(graph, multiply(graph, d, factor), standardised),
    node.needs(scale) ? reduced(multiply(graph, d, standardised.values), scale) : undefined,
    bias !== undefined && node.needs(bias) ? reduced(d, bias) : undefined,
  ];
}
