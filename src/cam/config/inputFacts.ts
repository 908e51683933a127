import type { InputScaling } from '../classifier/input/inputScaling.ts';

/** What the preprocessing has to fit: a size is undefined if the model takes any. */
export interface InputFacts {
  width: number | undefined;
  height: number | undefined;
  channels: number;
  /** `TensorProto.DataType`; default: float. */
  elementType?: number;
  layout?: 'NCHW' | 'NHWC';
  /** Name of the program that wrote the file, as the file states it. */
  exporter?: string;
  /** The model's own first operations on the pixels. */
  scaling?: InputScaling | undefined;
  /** Whether the model takes the mean and the deviation out of each picture itself. */
  normalises?: boolean;
}
