import { t } from '@vscode/l10n';
import { CamError } from '../../base/errors.ts';
import type { Graph } from '../../onnx/file/graph.ts';
import type { ValueInfo } from '../../onnx/file/model.ts';
import { TensorElementType } from '../../onnx/file/model.ts';
import type { ImageInput } from '../probe/pictureInput.ts';
import { readFirstConvolution } from './channelAxis.ts';

/** The most values of an input, all pictures together: 16 megapixels in three colours, and some to spare. */
const MAX_INPUT_ELEMENTS = 2 ** 26;

const PICTURE_TYPES: readonly number[] = [
  TensorElementType.float,
  TensorElementType.uint8,
  TensorElementType.int8,
  TensorElementType.int32,
  TensorElementType.float16,
  TensorElementType.double,
];

/**
 * The only input of a classifier, which takes a picture: four dimensions, one or three channels.
 * @throws CamError `severalInputs` or `notAnImageModel`.
 */
export async function findImageInput(graph: Graph): Promise<ImageInput> {
  const { model, file } = graph;
  const [info, ...others] = model.inputs;
  if (!info || others.length > 0) throw otherInputCount(model.inputs, file);
  const elements = info.dims.reduce<number>((product, size) => product * (size ?? 1), 1);
  if (Math.abs(elements) > MAX_INPUT_ELEMENTS || info.dims.some((size) => (size ?? 0) < 0)) {
    throw inputTooLarge(info, file);
  }
  const [batch, second, third, fourth] = info.dims;
  const isChannels = (size: number | undefined): size is 1 | 3 => size === 1 || size === 3;
  if (info.dims.length === 4 && PICTURE_TYPES.includes(info.elementType) && batch !== 0) {
    const base = { name: info.name, elementType: info.elementType, batch };
    if (isChannels(second)) {
      return { ...base, layout: 'NCHW', channels: second, height: third, width: fourth };
    }
    if (isChannels(fourth)) {
      return { ...base, layout: 'NHWC', channels: fourth, height: second, width: third };
    }
    // Exporters for Hugging Face models leave every axis free, even that of the channels.
    const { axis, channels } = (await readFirstConvolution(graph, info.name)) ?? {};
    if (isChannels(channels) && axis === 1 && second === undefined) {
      return { ...base, layout: 'NCHW', channels, height: third, width: fourth };
    }
    if (isChannels(channels) && axis === 3 && fourth === undefined) {
      return { ...base, layout: 'NHWC', channels, height: second, width: third };
    }
  }
  throw notAnImageModel(info, file);
}

function otherInputCount(inputs: readonly ValueInfo[], file: string): CamError {
  const names = inputs.map(({ name }) => name).join(', ') || t('none');
  return new CamError({
    code: 'severalInputs',
    message: t(
      '{0} has {1} inputs ({2}); an image classifier has one.',
      file,
      inputs.length,
      names,
    ),
    nextAction: t('Export a model whose only input is the image.'),
    file,
  });
}

function inputTooLarge({ name, dims }: ValueInfo, file: string): CamError {
  const shape = dims.map((size) => size ?? '?').join(', ');
  return new CamError({
    code: 'notAnImageModel',
    message: t(
      '{0} asks for an impossible input size: "{1}" has the shape [{2}].',
      file,
      name,
      shape,
    ),
    nextAction: t('Export the model again with the size of its images.'),
    file,
  });
}

function notAnImageModel(info: ValueInfo, file: string): CamError {
  const shape = info.dims.map((size) => size ?? '?').join(', ');
  const [, second, , fourth] = info.dims;
  const isPicture = info.dims.length === 4;
  if (isPicture && second === undefined && fourth === undefined) return freeChannels(info, file);
  const hasAlpha = isPicture && (second === 4 || fourth === 4);
  return new CamError({
    code: 'notAnImageModel',
    message: hasAlpha
      ? t(
          '{0} takes images with four channels ([{1}]); the meaning of the fourth is unknown, so it cannot be filled.',
          file,
          shape,
        )
      : t(
          '{0} does not take an image: its input "{1}" has the shape [{2}].',
          file,
          info.name,
          shape,
        ),
    nextAction: t(
      'Choose a classifier with the input [N, 3, H, W] or [N, H, W, 3], or the same with one channel, of float, half, double, 8-bit or int32 numbers.',
    ),
    file,
  });
}

function freeChannels({ name }: ValueInfo, file: string): CamError {
  return new CamError({
    code: 'notAnImageModel',
    message: t(
      '{0} leaves the number of channels of its input "{1}" free, and no convolution of one or three channels follows to settle it.',
      file,
      name,
    ),
    nextAction: t(
      'Export the model with a fixed number of input channels: [N, 3, H, W] or [N, H, W, 3].',
    ),
    file,
  });
}
