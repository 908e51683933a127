import { CamError } from '../errors.ts';
import type { OnnxModel, ValueInfo } from '../onnx/model.ts';
import { TensorElementType } from '../onnx/model.ts';

/** The picture input of a classifier. Width and height are undefined where the model takes any. */
export interface ImageInput {
  name: string;
  elementType: number;
  layout: 'NCHW' | 'NHWC';
  channels: 1 | 3;
  width: number | undefined;
  height: number | undefined;
}

/** Input size with which a model of free size is analysed. */
const ANALYSIS_SIZE = 224;

/**
 * The one input of a classifier that takes a picture: four dimensions, one or three channels.
 * @throws CamError `severalInputs` or `notAnImageModel`.
 */
export function findImageInput(model: OnnxModel, file: string): ImageInput {
  const [info, ...others] = model.inputs;
  if (!info || others.length > 0) {
    const names = model.inputs.map(({ name }) => name).join(', ') || 'none';
    throw new CamError({
      code: 'severalInputs',
      message: `${file} has ${model.inputs.length} inputs (${names}); an image classifier has one.`,
      nextAction: 'Export a model whose only input is the picture.',
      file,
    });
  }
  const [batch, second, third, fourth] = info.dims;
  const isChannels = (size: number | undefined): size is 1 | 3 => size === 1 || size === 3;
  const known = [TensorElementType.float, TensorElementType.float16] as number[];
  if (info.dims.length === 4 && known.includes(info.elementType) && (batch ?? 1) === 1) {
    const base = { name: info.name, elementType: info.elementType };
    if (isChannels(second)) {
      return { ...base, layout: 'NCHW', channels: second, height: third, width: fourth };
    }
    if (isChannels(fourth)) {
      return { ...base, layout: 'NHWC', channels: fourth, height: second, width: third };
    }
  }
  throw new CamError({
    code: 'notAnImageModel',
    message: `${file} does not take a picture: its input "${info.name}" has the shape [${describe(info)}].`,
    nextAction:
      'Choose a classifier with a float input of shape [N, 3, H, W], [N, H, W, 3], or one channel, and a batch of 1 or a free batch.',
    file,
  });
}

function describe(info: ValueInfo): string {
  return info.dims.map((size) => size ?? '?').join(', ');
}

/** The input with concrete sizes, for analysis: batch 1, free sizes {@link ANALYSIS_SIZE}. */
export function concreteInput(input: ImageInput): ValueInfo {
  return {
    name: input.name,
    elementType: input.elementType,
    dims: inputDims(input, input.width ?? ANALYSIS_SIZE, input.height ?? ANALYSIS_SIZE),
  };
}

/** Tensor shape of one picture of the given size. */
export function inputDims(input: ImageInput, width: number, height: number): number[] {
  return input.layout === 'NCHW'
    ? [1, input.channels, height, width]
    : [1, height, width, input.channels];
}
