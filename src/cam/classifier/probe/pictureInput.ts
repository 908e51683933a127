import type { Size } from '../../base/geometry.ts';
import type { InputScaling } from '../input/inputScaling.ts';
import type { GraphTensor } from './graphFunction.ts';

/** The picture input of a classifier. Width and height are undefined where the model takes any. */
export interface ImageInput {
  name: string;
  elementType: number;
  layout: 'NCHW' | 'NHWC';
  channels: 1 | 3;
  width: number | undefined;
  height: number | undefined;
  /** Pictures that the model takes at once; undefined where it takes any number. */
  batch: number | undefined;
  /** The side, in pixels, with which a model of free size is analysed; {@link ANALYSIS_SIDE} where it is not given. */
  analysedSide?: number;
  /** What the model itself does to the pixels first; undefined where that is nothing or was not examined. */
  scaling?: InputScaling | undefined;
  /** Whether the model takes the mean and the deviation out of each picture itself. */
  normalises?: boolean;
}

/** The path of a picture of the analysed size through a model, up to the output that is explained. */
export interface PicturePath {
  /** The input as a tensor of known sizes. */
  fed: GraphTensor;
  /** Size of the picture in pixels. */
  picture: Size;
  /** Names of all tensors whose values depend on the picture. */
  carrying: ReadonlySet<string>;
  /** The tensors through which everything flows, the output first, with the shapes that are known without a run. */
  cutPoints: GraphTensor[];
  /** Names of the tensors whose channels are stored in blocks, see `Graph.blockedTensors`. */
  blocked: ReadonlySet<string>;
}

/** Input side with which a model of free size is analysed first. */
export const ANALYSIS_SIDE = 224;

/** Tensor shape for pictures of the given size, as many as the model takes at once. */
export function inputDims(input: ImageInput, width: number, height: number): number[] {
  const rows = input.batch ?? 1;
  return input.layout === 'NCHW'
    ? [rows, input.channels, height, width]
    : [rows, height, width, input.channels];
}

/** The size of the pictures that a model is analysed with, in pixels: free sides are `scale` × the analysed side. */
export function analysedPicture(input: ImageInput, scale = 1): Size {
  const side = Math.round((input.analysedSide ?? ANALYSIS_SIDE) * scale);
  return { width: input.width ?? side, height: input.height ?? side };
}

/** The input as a tensor of known sizes: those of {@link analysedPicture}; a free batch is 1. */
export function concreteInput(input: ImageInput, scale = 1): GraphTensor & { dims: number[] } {
  const { width, height } = analysedPicture(input, scale);
  const { name, elementType } = input;
  return { name, elementType, dims: inputDims(input, width, height) };
}
