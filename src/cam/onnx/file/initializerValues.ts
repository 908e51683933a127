import { open } from 'node:fs/promises';
import { PbfWriter } from 'pbf';
import { noWeights } from './errors.ts';
import { byteLengthOf, resolveLocation } from './externalData.ts';
import { fromBfloat16, fromHalfPrecision } from './halfPrecision.ts';
import type { FieldReader } from './messages.ts';
import { readBytes, readMessage, readTensorHeader } from './messages.ts';
import type { ExternalData, Initializer } from './model.ts';
import { TensorElementType } from './model.ts';

/**
 * Decodes the values of a float32, half-precision or bfloat16 initializer, row-major.
 * @param model absolute path of the model, beside which external weights are
 * @returns undefined for other element types and encodings
 */
export async function decodeInitializer(
  initializer: Initializer,
  model: string,
): Promise<Float32Array | undefined> {
  const bytes = await readValueBytes(initializer, model);
  return bytes && toFloat32(bytes, initializer.elementType);
}

/** As {@link decodeInitializer}, for an encoded TensorProto that holds its values itself. */
export function decodeTensor(tensor: Uint8Array): Float32Array | undefined {
  const header = readTensorHeader(tensor);
  const bytes = readInline(tensor, header.elementType);
  return bytes.length === byteLengthOf(header) ? toFloat32(bytes, header.elementType) : undefined;
}

function toFloat32(bytes: Uint8Array, elementType: number): Float32Array | undefined {
  // A copy, because the bytes of a tensor may begin anywhere in the file.
  const aligned = new Uint8Array(bytes).buffer;
  switch (elementType) {
    case TensorElementType.float:
      return new Float32Array(aligned);
    case TensorElementType.float16:
      return fromHalfPrecision(new Uint16Array(aligned));
    case TensorElementType.bfloat16:
      return fromBfloat16(new Uint16Array(aligned));
    default:
      return undefined;
  }
}

/**
 * The encoded TensorProto of an initializer with its values inside, also where the model keeps them in another file.
 * @param model absolute path of the model, beside which external weights are
 * @throws CamError about the file with the weights
 */
export async function embeddedTensor(initializer: Initializer, model: string): Promise<Uint8Array> {
  if (!initializer.external) return initializer.read();
  const values = await readValueBytes(initializer, model);
  if (!values) throw noWeights(initializer.external.location, model);
  const writer = new PbfWriter();
  writer.writePackedVarint(1, initializer.dims);
  writer.writeVarintField(2, initializer.elementType);
  writer.writeStringField(8, initializer.name);
  writer.writeBytesField(9, values);
  return writer.finish();
}

/**
 * The values of a tensor as little-endian bytes, one element after the other.
 * @param model absolute path of the model, beside which external weights are
 * @returns undefined where the file holds them in another form or number
 */
export async function readValueBytes(
  initializer: Initializer,
  model: string,
): Promise<Uint8Array | undefined> {
  const byteLength = byteLengthOf(initializer);
  if (byteLength === undefined) return undefined;
  const { external, elementType } = initializer;
  const bytes = external
    ? await readExternal(external, model, byteLength)
    : readInline(await initializer.read(), elementType);
  return bytes?.length === byteLength ? bytes : undefined;
}

/**
 * raw_data (field 9), packed float_data (4), or int32_data (5), in which each half-precision number or
 * bfloat16 takes one varint.
 */
function readInline(tensor: Uint8Array, elementType: number): Uint8Array {
  const is16Bits =
    elementType === TensorElementType.float16 || elementType === TensorElementType.bfloat16;
  const found: { bytes?: Uint8Array; halves: number[] } = { halves: [] };
  const read: FieldReader<typeof found> = (field, result, reader) => {
    if (field === 9 || (field === 4 && reader.type === 2)) result.bytes = readBytes(reader);
    else if (field === 5 && is16Bits) reader.readPackedVarint(result.halves);
  };
  readMessage(tensor, read, found);
  return found.bytes ?? new Uint8Array(Uint16Array.from(found.halves).buffer);
}

async function readExternal(
  external: ExternalData,
  model: string,
  byteLength: number,
): Promise<Uint8Array | undefined> {
  const file = await resolveLocation(external.location, model);
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    if (!(external.offset + byteLength <= size)) return undefined;
    const bytes = new Uint8Array(byteLength);
    let done = 0;
    while (done < byteLength) {
      const { bytesRead } = await handle.read(
        bytes,
        done,
        byteLength - done,
        external.offset + done,
      );
      if (bytesRead === 0) return undefined;
      done += bytesRead;
    }
    return bytes;
  } finally {
    await handle.close();
  }
}
