import type { FileHandle } from 'node:fs/promises';
import { PbfWriter } from 'pbf';
import { byteLengthOf } from '../file/externalData.ts';
import { embeddedTensor, readValueBytes } from '../file/initializerValues.ts';
import type { Initializer } from '../file/model.ts';
import { writeStringEntry } from './encode.ts';
import type { StoredTensor } from './newModel.ts';

/** Offsets of values are multiples of it, so that a runtime can map them into memory. */
const PAGE_BYTES = 4096;

/** Smaller values stay inside: shapes, for example, are needed before weights are loaded. As onnx.save does. */
const SMALLEST_OUTSIDE = 1024;

/** Bytes of the values of all weights; those of text count as none. */
export function valueBytes(initializers: readonly Initializer[]): number {
  return initializers.reduce((sum, initializer) => sum + (byteLengthOf(initializer) ?? 0), 0);
}

/**
 * Weights with their values inside the model's file, wherever they are now. Each is read once for its length, so that
 * all need not be in memory.
 * @param model absolute path of the model that has them
 * @throws CamError about the file with the weights
 */
export async function storeInside(
  initializers: readonly Initializer[],
  model: string,
): Promise<StoredTensor[]> {
  const tensors: StoredTensor[] = [];
  for (const initializer of initializers) {
    const read = () => embeddedTensor(initializer, model);
    const { byteLength } = await read();
    tensors.push({ byteLength, read });
  }
  return tensors;
}

/**
 * Writes the values of weights into a file beside a new model, one after the other. Small ones stay inside; so do values
 * that are stored in another form than as their bytes.
 * @param model absolute path of the model that has them
 * @param data the file, empty
 * @param location its name
 * @returns the weights as the new model holds them
 * @throws CamError about the file with the weights
 */
export async function storeOutside(
  initializers: readonly Initializer[],
  model: string,
  data: FileHandle,
  location: string,
): Promise<StoredTensor[]> {
  const tensors: StoredTensor[] = [];
  let end = 0;
  for (const initializer of initializers) {
    const length = byteLengthOf(initializer) ?? 0;
    const values = length < SMALLEST_OUTSIDE ? undefined : await readValueBytes(initializer, model);
    if (!values) {
      tensors.push(...(await storeInside([initializer], model)));
      continue;
    }
    const offset = Math.ceil(end / PAGE_BYTES) * PAGE_BYTES;
    await data.writeFile(new Uint8Array(offset - end));
    await data.writeFile(values);
    end = offset + length;
    const bytes = encodePlace(initializer, { location, offset, length });
    tensors.push({ byteLength: bytes.length, read: () => Promise.resolve(bytes) });
  }
  return tensors;
}

/** TensorProto: dims (1), data_type (2), name (8), external_data (13), data_location (14): external (1). */
function encodePlace(
  { name, elementType, dims }: Initializer,
  place: { location: string; offset: number; length: number },
): Uint8Array {
  const writer = new PbfWriter();
  writer.writePackedVarint(1, dims);
  writer.writeVarintField(2, elementType);
  writer.writeStringField(8, name);
  for (const [key, value] of Object.entries(place)) {
    writer.writeMessage(13, writeStringEntry, [key, String(value)]);
  }
  writer.writeVarintField(14, 1);
  return writer.finish();
}
