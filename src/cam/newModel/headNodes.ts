import type { FeatureLayout } from '../classifier/probe/spatialTensor.ts';
import type { Initializer } from '../onnx/file/model.ts';
import type { ExposedTensor } from '../onnx/write/encode.ts';
import { encodeAttribute, encodeNode, newFloats, newIntegers } from '../onnx/write/encodeNode.ts';

/** Scores S_c = Σ_k w_k^c·mean f_k + b_c of the means of a feature map over its positions. */
export interface MeansHead {
  /** classes × channels, row by row. */
  weights: Float32Array;
  biases: Float32Array;
}

/** The tensor that a head is put on. */
export interface FeatureTensor {
  name: string;
  elementType: number;
  /** With the batch. */
  dims: readonly number[];
  layout: FeatureLayout;
}

/** From this version of the standard operators on, `ReduceMean` takes its axes as an input. */
const AXES_AS_INPUT = 18;

/**
 * The nodes of a head, encoded, in their order, and its weights: the feature as float32, its mean over the positions, and
 * the scores.
 * @param inFloat the feature
 * @param version of the standard operators
 * @param nameOf a name that the graph does not have yet
 */
export function headNodes(
  { outputName, castNode }: ExposedTensor,
  { dims, layout }: FeatureTensor,
  { weights, biases }: MeansHead,
  version: number,
  nameOf: (wish: string) => string,
): { nodes: Uint8Array[]; initializers: Initializer[]; output: string } {
  const channelAxis = layout.channelAxis === 1 ? 1 : dims.length - 1;
  const axes = dims.map((_, axis) => axis).filter((axis) => axis !== 0 && axis !== channelAxis);
  const means = nameOf('means');
  const axesName = nameOf('positions');
  const hasAxesInput = version >= AXES_AS_INPUT;
  const pooling = encodeNode({
    opType: 'ReduceMean',
    inputs: hasAxesInput ? [outputName, axesName] : [outputName],
    outputs: [means],
    attributes: [
      ...(hasAxesInput ? [] : [encodeAttribute('axes', axes)]),
      encodeAttribute('keepdims', 0),
    ],
  });
  const [weightsName, biasesName, output] = ['class_weights', 'class_biases', 'logits'].map(nameOf);
  const names = { weights: String(weightsName), biases: String(biasesName) };
  const scores = encodeNode({
    opType: 'Gemm',
    inputs: [means, names.weights, names.biases],
    outputs: [String(output)],
    attributes: [encodeAttribute('transB', 1)],
  });
  const classes = biases.length;
  return {
    nodes: [...(castNode ? [castNode] : []), pooling, scores],
    initializers: [
      ...(hasAxesInput ? [newIntegers(axesName, axes)] : []),
      newFloats(names.weights, [classes, weights.length / classes], weights),
      newFloats(names.biases, [classes], biases),
    ],
    output: String(output),
  };
}
