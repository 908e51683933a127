import type { BackwardGraph } from '../graph/backwardGraph.ts';
import { elementsOf } from '../graph/backwardGraph.ts';
import type { ForwardNode } from '../graph/forwardNode.ts';
import {
  add,
  divide,
  multiply,
  negate,
  oneIfZero,
  reduceOver,
  reshape,
  sign,
  subtract,
  sumOver,
  sumTo,
} from '../graph/operators.ts';
import {
  standardise,
  standardiseLast,
  throughAffine,
  throughStandardised,
} from '../graph/standardise.ts';
import type { Rule, Rules } from './rule.ts';
import { NoRule, ofOne } from './rule.ts';

/** Normalisations. */
export const normalisationRules: Rules = {
  BatchNormalization: ofOne(batchNormalisation),
  InstanceNormalization: ofOne((node, d, graph) =>
    groupNormalisation(node, d, graph, graph.dims(node.input(0))[1] ?? 1),
  ),
  GroupNormalization: ofOne((node, d, graph) =>
    groupNormalisation(node, d, graph, node.int('num_groups', 1)),
  ),
  LayerNormalization: ofOne((node, d, graph) => layerNormalisation(node, d, graph, true)),
  RMSNormalization: ofOne((node, d, graph) => layerNormalisation(node, d, graph, false)),
  SimplifiedLayerNormalization: ofOne((node, d, graph) =>
    layerNormalisation(node, d, graph, false),
  ),
  'com.microsoft.SkipLayerNormalization': skipNormalisation(true),
  'com.microsoft.SkipSimplifiedLayerNormalization': skipNormalisation(false),
  MeanVarianceNormalization: ofOne((node, d, graph) => {
    const x = node.input(0);
    const axes = node.ints('axes') ?? [0, 2, 3];
    // The smallest deviation is 1e-9 by its definition.
    return [throughStandardised(graph, d, standardise(graph, x, axes, 1e-18, x))];
  }),
  LRN: ofOne(localResponseNormalisation),
  LpNormalization: ofOne(lpNormalisation),
};

function batchNormalisation(
  node: ForwardNode,
  d: string,
  graph: BackwardGraph,
): (string | undefined)[] {
  const x = node.input(0);
  const dims = graph.dims(x);
  // Version 7 may have statistics of its own for each position.
  const isSpatial = graph.opset >= 9 || node.int('spatial', 1) !== 0;
  const scaleDims = isSpatial ? [dims[1] ?? 1, ...dims.slice(2).fill(1)] : dims.slice(1);
  const isTraining =
    graph.opset < 14 ? node.outputs.slice(1).some(Boolean) : node.int('training_mode', 0) !== 0;
  if (!isTraining) return byStatistics(node, d, graph, scaleDims);
  const axes = [...dims.keys()].filter((axis) => axis !== 1);
  const standardised = standardise(graph, x, axes, node.float('epsilon', 1e-5), x);
  return throughAffine(node, d, graph, standardised, { dims, scale: 1, bias: 2, scaleDims });
}

/** Of (x − mean) ÷ deviation · scale + bias, where mean and variance are inputs too. */
function byStatistics(
  node: ForwardNode,
  d: string,
  graph: BackwardGraph,
  scaleDims: readonly number[],
): (string | undefined)[] {
  const [x = '', scale = '', , mean = '', variance = ''] = node.inputs;
  const epsilon = graph.number(node.float('epsilon', 1e-5), x);
  const deviation = graph.add('Sqrt', [add(graph, variance, epsilon)]);
  const factor = divide(graph, scale, deviation);
  const sum = (tensor: string) =>
    reshape(graph, sumTo(graph, tensor, graph.dims(x), scaleDims), graph.dims(scale));
  const ofX = () => multiply(graph, d, reshape(graph, factor, scaleDims));
  const ofScale = () => {
    const centred = subtract(graph, x, reshape(graph, mean, scaleDims));
    return divide(graph, sum(multiply(graph, d, centred)), deviation);
  };
  const ofBias = () => sum(d);
  const ofMean = () => negate(graph, multiply(graph, sum(d), factor));
  const ofVariance = () => {
    const half = multiply(graph, divide(graph, factor, deviation), graph.number(-0.5, x));
    return multiply(graph, ofScale(), half);
  };
  const makes = [ofX, ofScale, ofBias, ofMean, ofVariance];
  return makes.map((make, i) => (node.needs(i) ? make() : undefined));
}

/** The scale has one value for each channel, or, before version 21 of GroupNormalization, for each group. */
function groupNormalisation(
  node: ForwardNode,
  d: string,
  graph: BackwardGraph,
  groups: number,
): (string | undefined)[] {
  const x = node.input(0);
  const [batch = 1, channels = 1, ...sizes] = graph.dims(x);
  const positions = elementsOf(sizes);
  const dims = [batch, groups, channels / groups, positions];
  const [scales = 1] = graph.dims(node.input(1));
  const scaleDims = [groups, scales / groups, 1];
  const epsilon = node.float('epsilon', 1e-5);
  const standardised = standardise(graph, reshape(graph, x, dims), [2, 3], epsilon, x);
  const affine = { dims, scale: 1, bias: 2, scaleDims };
  const [ofX = '', ...others] = throughAffine(
    node,
    reshape(graph, d, dims),
    graph,
    standardised,
    affine,
  );
  return [reshape(graph, ofX, graph.dims(x)), ...others];
}

/** @param isCentred whether the mean is taken off */
function layerNormalisation(
  node: ForwardNode,
  d: string,
  graph: BackwardGraph,
  isCentred: boolean,
): (string | undefined)[] {
  const x = node.input(0);
  const dims = graph.dims(x);
  const axis = node.int('axis', -1);
  const first = axis < 0 ? axis + dims.length : axis;
  const epsilon = node.float('epsilon', 1e-5);
  const standardised = standardiseLast(graph, x, dims, first, epsilon, x, isCentred);
  const affine = { dims, scale: 1, bias: 2, scaleDims: graph.dims(node.input(1)) };
  return throughAffine(node, d, graph, standardised, affine);
}

/**
 * Layer normalisation of input + skip + a bias. That sum is the fourth output.
 * @param isCentred whether the mean is taken off; without it there is no bias after the scale
 */
function skipNormalisation(isCentred: boolean): Rule {
  return (node, gradients, graph) => {
    const [d, mean, deviation, direct] = gradients;
    if (mean !== undefined || deviation !== undefined) {
      throw new NoRule(`output ${mean !== undefined ? 2 : 3}`);
    }
    const biasOfSum = isCentred ? 4 : 3;
    const terms = [0, 1, biasOfSum].map((i) => node.input(i)).filter((name) => name !== '');
    const dims = graph.dims(node.input(0));
    const normalised = () => {
      const sum = node.outputs[3] || terms.reduce((a, b) => add(graph, a, b));
      const epsilon = node.float('epsilon', 1e-12);
      return standardiseLast(graph, sum, dims, dims.length - 1, epsilon, node.input(0), isCentred);
    };
    const scaleDims = graph.dims(node.input(2));
    const affine = { dims, scale: 2, bias: isCentred ? 3 : undefined, scaleDims };
    const [through, ofScale, ofBias] =
      d === undefined ? [] : throughAffine(node, d, graph, normalised(), affine);
    const ofSum = [through, direct]
      .filter((each) => each !== undefined)
      .reduce((a, b) => add(graph, a, b));
    const ofTerm = (i: number) =>
      node.needs(i) ? sumTo(graph, ofSum, dims, graph.dims(node.input(i))) : undefined;
    const ofTerms = [ofTerm(0), ofTerm(1)];
    return isCentred
      ? [...ofTerms, ofScale, ofBias, ofTerm(biasOfSum)]
      : [...ofTerms, ofScale, ofTerm(biasOfSum)];
  };
}

/** y = x·b^(−β) with b = bias + α·mean of x² over the neighbouring channels, zeros outside included. */
function localResponseNormalisation(
  node: ForwardNode,
  d: string,
  graph: BackwardGraph,
): (string | undefined)[] {
  const x = node.input(0);
  const number = (value: number) => graph.number(value, x);
  const dims = graph.dims(x);
  const [batch = 1, channels = 1, ...sizes] = dims;
  const positions = elementsOf(sizes);
  const size = node.int('size', 1);
  const [alpha, beta] = [node.float('alpha', 1e-4), node.float('beta', 0.75)];
  const overChannels = (tensor: string) => {
    const attributes = {
      kernel_shape: [size, 1],
      // onnxruntime has odd sizes alone.
      pads: [(size - 1) / 2, 0, (size - 1) / 2, 0],
      count_include_pad: 1,
    };
    const rows = reshape(graph, tensor, [batch, 1, channels, positions]);
    return reshape(graph, graph.add('AveragePool', [rows], attributes), dims);
  };
  const mean = multiply(graph, overChannels(multiply(graph, x, x)), number(alpha));
  const base = add(graph, mean, number(node.float('bias', 1)));
  const direct = multiply(graph, d, graph.add('Pow', [base, number(-beta)]));
  const ofBase = overChannels(divide(graph, multiply(graph, d, node.output), base));
  const factor = multiply(graph, x, number(2 * alpha * beta));
  return [subtract(graph, direct, multiply(graph, factor, ofBase))];
}

/** y = x ÷ norm: (d − ∂norm/∂x·Σ d·y) ÷ norm, and 0 where the norm is 0. */
function lpNormalisation(
  node: ForwardNode,
  d: string,
  graph: BackwardGraph,
): (string | undefined)[] {
  const x = node.input(0);
  const axes = [node.int('axis', -1)];
  const isFirst = node.int('p', 2) === 1;
  const norm = reduceOver(graph, isFirst ? 'ReduceL1' : 'ReduceL2', x, axes, 1);
  const inverse = divide(graph, sign(graph, norm, x), oneIfZero(graph, norm, x));
  const slope = isFirst ? sign(graph, x, x) : node.output;
  const total = sumOver(graph, multiply(graph, d, node.output), axes, 1);
  return [multiply(graph, subtract(graph, d, multiply(graph, slope, total)), inverse)];
}
