import { attributesOf } from '../../onnx/file/attributes.ts';
import type { OnnxModel, OnnxNode } from '../../onnx/file/model.ts';

/** The numbers of a layer by the names of its arguments in PyTorch: `kernel_size` [3, 3], `out_features` [10]. */
export type LayerNumbers = Readonly<Record<string, readonly number[]>>;

/** The numbers of a convolution, pooling or linear layer that a model's file gives without its weights. */
export function layerNumbers(node: OnnxNode, model: OnnxModel): LayerNumbers {
  switch (node.opType) {
    case 'Conv':
    case 'FusedConv':
      return convolutionNumbers(node, weightSize(node, model));
    case 'MaxPool':
    case 'AveragePool':
      return windowNumbers(node);
    case 'Gemm':
    case 'MatMul':
      return linearNumbers(node, weightSize(node, model));
    default:
      return {};
  }
}

function weightSize(node: OnnxNode, model: OnnxModel): readonly number[] {
  return model.initializers.get(node.inputs[1] ?? '')?.dims ?? [];
}

function windowNumbers(node: OnnxNode): LayerNumbers {
  const attributes = attributesOf(node);
  const kernel = attributes.get('kernel_shape')?.ints;
  if (!kernel || kernel.length === 0) return {};
  const ones = kernel.map(() => 1);
  const given = (name: string) => {
    const ints = attributes.get(name)?.ints ?? [];
    return ints.length === kernel.length ? ints : ones;
  };
  return { kernel_size: kernel, stride: given('strides'), dilation: given('dilations') };
}

function convolutionNumbers(node: OnnxNode, size: readonly number[]): LayerNumbers {
  const groups = attributesOf(node).get('group')?.int ?? 1;
  const [outputs, inputs, ...kernel] = size;
  const ofWeight =
    outputs === undefined || inputs === undefined
      ? {}
      : { in_channels: [inputs * groups], out_channels: [outputs], kernel_size: kernel };
  return { ...windowNumbers(node), ...ofWeight, groups: [groups] };
}

function linearNumbers(node: OnnxNode, size: readonly number[]): LayerNumbers {
  const [first, second] = size;
  if (size.length !== 2 || first === undefined || second === undefined) return {};
  const isTransposed = node.opType === 'Gemm' && attributesOf(node).get('transB')?.int === 1;
  return isTransposed
    ? { in_features: [second], out_features: [first] }
    : { in_features: [first], out_features: [second] };
}
