import { readTensorHeader } from './messages.ts';
import type { Initializer } from './model.ts';
import type { FieldRange, ProtobufFile } from './protobufFile.ts';

/** Larger tensors stay in the file until they are asked for. */
export const MAX_HELD_BYTES = 64 * 1024;

/** Fields of a TensorProto that say what it is: dims, data_type, name, external_data, data_location. */
const HEADER_FIELDS = new Set([1, 2, 8, 13, 14]);

/** Reads a part of the model file on demand, followed by `suffix`. */
export type ReadRange = (start: number, end: number, suffix: Uint8Array) => Promise<Uint8Array>;

/**
 * The initializer whose TensorProto is in `range` of the file.
 * @param suffix encoded fields to append: the last value of a field counts
 */
export function readInitializer(
  file: ProtobufFile,
  { start, end }: Pick<FieldRange, 'start' | 'end'>,
  readRange: ReadRange,
  suffix: Uint8Array = new Uint8Array(),
): Initializer {
  if (end - start <= MAX_HELD_BYTES) {
    return heldInitializer(Buffer.concat([file.read(start, end), suffix]));
  }
  const header: Uint8Array[] = [];
  for (const field of file.fields(start, end)) {
    if (!HEADER_FIELDS.has(field.field)) continue;
    if (field.end - field.tagStart > MAX_HELD_BYTES) throw new Error('a tensor with a huge header');
    header.push(file.read(field.tagStart, field.end));
  }
  return {
    ...readTensorHeader(Buffer.concat([...header, suffix])),
    read: () => readRange(start, end, suffix),
  };
}

/** An initializer whose TensorProto is in memory. */
export function heldInitializer(bytes: Uint8Array): Initializer {
  return { ...readTensorHeader(bytes), read: () => Promise.resolve(bytes) };
}
