import { PbfReader, PbfWriter } from 'pbf';
import { readBytes } from '../file/messages.ts';
import { DamagedMessage } from '../file/protobufFile.ts';

/** How the fields of a message change; a field for which nothing is returned stays as it is. */
export interface FieldChanges {
  /** Strings, bytes and embedded messages. `remove` takes the field out. */
  bytes?: (field: number, value: Uint8Array) => Uint8Array | 'remove' | undefined;
  varint?: (field: number, value: number) => number | undefined;
}

/**
 * An encoded message with some fields changed; unknown fields are kept. The same array where nothing
 * changes; returning the given value is no change.
 */
export function rewriteMessage(message: Uint8Array, changes: FieldChanges): Uint8Array {
  const reader = new PbfReader(message);
  const parts: Uint8Array[] = [];
  const keepFrom = (start: number) => parts.push(message.subarray(start, reader.pos));
  const add = (write: (writer: PbfWriter) => void) => {
    const single = new PbfWriter();
    write(single);
    parts.push(single.finish());
  };
  let isChanged = false;
  while (reader.pos < message.length) {
    const start = reader.pos;
    const tag = reader.readVarint();
    const field = tag >>> 3;
    const type = tag & 7;
    if (type === 2) {
      const value = readBytes(reader);
      const changed = changes.bytes?.(field, value);
      if (changed === undefined || changed === value) keepFrom(start);
      else {
        isChanged = true;
        if (changed !== 'remove') add((writer) => writer.writeBytesField(field, changed));
      }
    } else if (type === 0 && changes.varint) {
      const changed = changes.varint(field, reader.readVarint(true));
      if (changed === undefined) keepFrom(start);
      else {
        isChanged = true;
        add((writer) => writer.writeVarintField(field, changed));
      }
    } else {
      skipField(reader, tag);
      keepFrom(start);
    }
  }
  return isChanged ? Buffer.concat(parts) : message;
}

function skipField(reader: PbfReader, tag: number): void {
  try {
    reader.skip(tag);
  } catch (error) {
    throw new DamagedMessage(String(error), { cause: error });
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Changes one field that holds a text. */
export function renameField(
  message: Uint8Array,
  field: number,
  rename: (name: string) => string,
): Uint8Array {
  return rewriteMessage(message, {
    bytes: (found, value) => (found === field ? renamed(value, rename) : undefined),
  });
}

export function renamed(name: Uint8Array, rename: (name: string) => string): Uint8Array {
  return encoder.encode(rename(decoder.decode(name)));
}
