import { toHalfPrecision } from '../../onnx/file/halfPrecision.ts';
import { TensorElementType } from '../../onnx/file/model.ts';
import type { RawTensor } from '../../runtime/session.ts';
import type { ImageInput } from './pictureInput.ts';
import { inputDims } from './pictureInput.ts';

/** One picture in the input's layout. */
export interface PicturePixels {
  width: number;
  height: number;
  values: Float32Array;
}

/** What a model is fed for one picture: where it takes N at once, the same picture N times. */
export function pictureFeeds(input: ImageInput, picture: PicturePixels): Record<string, RawTensor> {
  return batchFeeds(input, [picture]);
}

/**
 * What a model is fed for pictures of one size: one row for each; where it takes N at once, N rows, of
 * which the last picture fills the rest.
 * @param reuse gives an array of this length that may be overwritten; if left out, a new one is made
 */
export function batchFeeds(
  input: ImageInput,
  pictures: readonly PicturePixels[],
  reuse: (length: number) => Float32Array = (length) => new Float32Array(length),
): Record<string, RawTensor> {
  const last = pictures.at(-1);
  if (!last) throw new RangeError('a batch has a picture');
  const [, ...sizes] = inputDims(input, last.width, last.height);
  const rows = input.batch ?? pictures.length;
  let { values } = last;
  if (rows > 1) {
    values = reuse(rows * last.values.length);
    for (let row = 0; row < rows; row++) {
      values.set((pictures[row] ?? last).values, row * last.values.length);
    }
  }
  return { [input.name]: { ...encodeValues(values, input.elementType), dims: [rows, ...sizes] } };
}

/** Numbers as values of an element type; for integers they are rounded and clamped to its range. */
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
      return { type: 'uint8', data: new Uint8Array(values.map((value) => bounded(value, 0, 255))) };
    case TensorElementType.int8:
      return {
        type: 'int8',
        data: new Int8Array(values.map((value) => bounded(value, -128, 127))),
      };
    case TensorElementType.int32:
      return { type: 'int32', data: new Int32Array(values.map(Math.round)) };
    default:
      return { type: 'float32', data: values };
  }
}

function bounded(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Math.round(value)));
}
