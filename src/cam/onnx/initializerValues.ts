import { open } from 'node:fs/promises';
import path from 'node:path';
import { PbfReader } from 'pbf';
import { fromHalfPrecision } from './halfPrecision.ts';
import type { Initializer } from './model.ts';
import { TensorElementType } from './model.ts';

/**
 * Decodes the values of a float32 or half-precision initializer, row-major.
 * @param folder folder of the model, where external weights lie
 * @returns undefined for other element types and encodings
 */
export async function decodeInitializer(
  initializer: Initializer,
  folder: string,
): Promise<Float32Array | undefined> {
  const elements = initializer.dims.reduce((product, size) => product * size, 1);
  const isHalf = initializer.elementType === TensorElementType.float16;
  if (!isHalf && initializer.elementType !== TensorElementType.float) return undefined;
  const byteLength = elements * (isHalf ? 2 : 4);
  const bytes = initializer.external
    ? await readExternal(initializer.external, folder, byteLength)
    : readInline(initializer.bytes);
  if (bytes?.length !== byteLength) return undefined;
  const aligned = new Uint8Array(bytes).buffer;
  return isHalf ? fromHalfPrecision(new Uint16Array(aligned)) : new Float32Array(aligned);
}

/** The bytes of raw_data (field 9) or packed float_data (field 4) of an encoded TensorProto. */
function readInline(tensor: Uint8Array): Uint8Array | undefined {
  return new PbfReader(tensor).readFields((field, found: { bytes?: Uint8Array }, reader) => {
    if (field === 9 || (field === 4 && reader.type === 2)) found.bytes = reader.readBytes();
  }, {}).bytes;
}

async function readExternal(
  external: NonNullable<Initializer['external']>,
  folder: string,
  byteLength: number,
): Promise<Uint8Array> {
  const handle = await open(path.join(folder, external.location));
  try {
    const bytes = new Uint8Array(byteLength);
    const { bytesRead } = await handle.read(bytes, 0, byteLength, external.offset);
    return bytes.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
