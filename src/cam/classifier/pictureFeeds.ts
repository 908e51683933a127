import { toHalfPrecision } from '../onnx/halfPrecision.ts';
import { TensorElementType } from '../onnx/model.ts';
import type { RawTensor } from '../runtime/session.ts';
import type { ImageInput } from './imageInput.ts';
import { inputDims } from './imageInput.ts';

/** One picture in the input's layout. */
export interface PicturePixels {
  width: number;
  height: number;
  values: Float32Array;
}

/** What a model is fed for one picture: where it takes N at once, the same one N times. */
export function pictureFeeds(
  input: ImageInput,
  { width, height, values }: PicturePixels,
): Record<string, RawTensor> {
  const dims = inputDims(input, width, height);
  return {
    [input.name]: { ...encodeValues(repeat(values, dims[0] ?? 1), input.elementType), dims },
  };
}

function repeat(values: Float32Array, times: number): Float32Array {
  if (times === 1) return values;
  const result = new Float32Array(values.length * times);
  for (let row = 0; row < times; row++) result.set(values, row * values.length);
  return result;
}

/** Numbers in the form of an element type; integers are rounded and held within their range. */
export function encodeValues(
  values: Float32Array,
  elementType: number,
): Pick<RawTensor, 'type' | 'data'> {
  switch (elementType) {
    case TensorElementType.float16:
      return { type: 'float16', data: toHalfPrecision(values) };
    case TensorElementType.double:
      return { type: 'float64', data: Float64Array.from(values) };
    case TensorElementType.uint8:
      return { type: 'uint8', data: Uint8Array.from(values, (value) => bounded(value, 0, 255)) };
    case TensorElementType.int8:
      return { type: 'int8', data: Int8Array.from(values, (value) => bounded(value, -128, 127)) };
    default:
      return { type: 'float32', data: values };
  }
}

function bounded(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Math.round(value)));
}
