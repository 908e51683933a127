import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Bytes that are read at once; what is between the weights of a model is small. */
const BLOCK_BYTES = 64 * 1024;

/** Bytes that are no message of protobuf. */
export class DamagedMessage extends Error {}

/** A message claims more bytes than there are. */
export class TruncatedMessage extends DamagedMessage {}

/** A field of an encoded message: where it is in the file. */
export interface FieldRange {
  field: number;
  /** Protobuf wire type: 0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes. */
  wireType: number;
  /** Where the field begins, with its tag. */
  tagStart: number;
  /** Where its value begins. */
  start: number;
  end: number;
}

/**
 * A file of protobuf messages, read by position: what is not asked for is not read. Nothing is allocated
 * from a claimed length before this was compared with the size of the file.
 */
export class ProtobufFile {
  readonly size: number;
  readonly #descriptor: number;
  readonly #block = new Uint8Array(BLOCK_BYTES);
  #blockStart = 0;
  #blockEnd = 0;

  constructor(path: string) {
    this.#descriptor = openSync(path, 'r');
    this.size = fstatSync(this.#descriptor).size;
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /**
   * The fields of the message in [start, end), in order.
   * @throws TruncatedMessage where a field runs past the end; Error where the bytes are not a message.
   */
  *fields(start: number, end: number): Generator<FieldRange> {
    let position = start;
    while (position < end) {
      const tagStart = position;
      const tag = this.#readVarint(position, end);
      const field = Math.floor(tag.value / 8);
      const wireType = tag.value % 8;
      if (field === 0) throw new Error('field number 0');
      position = tag.end;
      let valueEnd: number;
      if (wireType === 0) valueEnd = this.#readVarint(position, end).end;
      else if (wireType === 1) valueEnd = position + 8;
      else if (wireType === 5) valueEnd = position + 4;
      else if (wireType === 2) {
        const length = this.#readVarint(position, end);
        position = length.end;
        valueEnd = position + length.value;
      } else throw new Error(`wire type ${wireType}`);
      if (valueEnd > end) throw new TruncatedMessage('message ends early');
      yield { field, wireType, tagStart, start: position, end: valueEnd };
      position = valueEnd;
    }
  }

  /** A copy of the bytes in [start, end). @throws TruncatedMessage past the end of the file. */
  read(start: number, end: number): Uint8Array {
    if (end > this.size) throw new TruncatedMessage('file ends early');
    if (start >= this.#blockStart && end <= this.#blockEnd) {
      return this.#block.slice(start - this.#blockStart, end - this.#blockStart);
    }
    const bytes = new Uint8Array(end - start);
    if (end - start <= BLOCK_BYTES) {
      this.#load(start);
      if (end > this.#blockEnd) throw new TruncatedMessage('file ends early');
      bytes.set(this.#block.subarray(0, end - start));
    } else if (fill(this.#descriptor, bytes, start) < bytes.length) {
      throw new TruncatedMessage('file ends early');
    }
    return bytes;
  }

  #load(start: number): void {
    this.#blockStart = start;
    this.#blockEnd = start + fill(this.#descriptor, this.#block, start);
  }

  #readVarint(start: number, end: number): { value: number; end: number } {
    let value = 0;
    for (let index = 0; index < 10; index++) {
      const position = start + index;
      if (position >= end) throw new TruncatedMessage('message ends early');
      const byte = this.#byteAt(position);
      value += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) return { value, end: position + 1 };
    }
    throw new Error('a varint of more than 10 bytes');
  }

  #byteAt(position: number): number {
    if (position < this.#blockStart || position >= this.#blockEnd) this.#load(position);
    const byte = this.#block[position - this.#blockStart];
    if (byte === undefined || position >= this.#blockEnd) {
      throw new TruncatedMessage('file ends early');
    }
    return byte;
  }
}

/** Fills `bytes` with what the file holds from `start` on; returns how many bytes these are. */
function fill(descriptor: number, bytes: Uint8Array, start: number): number {
  let length = 0;
  while (length < bytes.length) {
    const count = readSync(descriptor, bytes, length, bytes.length - length, start + length);
    if (count === 0) break;
    length += count;
  }
  return length;
}
