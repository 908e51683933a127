/** Wire types of protobuf that ONNX uses. */
export const WireType = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** One field as in the file, so that invalid content can be written too. */
export interface Field {
  number: number;
  wireType: number;
  value: bigint | Uint8Array | Message;
  /** A length to write instead of the true one. */
  falseLength?: bigint;
}

/** A decoded message; fields in the order of the file. */
export interface Message {
  type: string;
  fields: Field[];
}

/** Fields that hold messages, by message type (onnx.proto). */
const MESSAGES: Record<string, Record<number, string>> = {
  Model: { 7: 'Graph', 8: 'OperatorSet', 14: 'Entry', 25: 'Function' },
  Graph: { 1: 'Node', 5: 'Tensor', 11: 'ValueInfo', 12: 'ValueInfo', 13: 'ValueInfo' },
  Node: { 5: 'Attribute' },
  Attribute: { 5: 'Tensor', 6: 'Graph', 10: 'Tensor', 11: 'Graph' },
  Tensor: { 13: 'Entry' },
  ValueInfo: { 2: 'Type' },
  Type: { 1: 'TensorType' },
  TensorType: { 2: 'Shape' },
  Shape: { 1: 'Dimension' },
  Function: { 7: 'Node', 9: 'OperatorSet', 11: 'Attribute' },
};

/** Decodes a valid message, all levels of it. Bytes are views. @throws RangeError for an invalid one. */
export function decodeMessage(bytes: Uint8Array, type: string): Message {
  const message: Message = { type, fields: [] };
  const cursor = { bytes, position: 0 };
  while (cursor.position < bytes.length) message.fields.push(readField(cursor, type));
  return message;
}

interface Cursor {
  bytes: Uint8Array;
  position: number;
}

function readField(cursor: Cursor, type: string): Field {
  const tag = Number(readVarint(cursor));
  const number = tag >>> 3;
  const wireType = tag & 7;
  if (wireType === WireType.varint) return { number, wireType, value: readVarint(cursor) };
  const bytes = take(cursor, lengthOf(wireType, cursor));
  const embedded = wireType === WireType.bytes ? MESSAGES[type]?.[number] : undefined;
  return { number, wireType, value: embedded ? decodeMessage(bytes, embedded) : bytes };
}

function lengthOf(wireType: number, cursor: Cursor): number {
  if (wireType === WireType.fixed64) return 8;
  if (wireType === WireType.fixed32) return 4;
  if (wireType === WireType.bytes) return Number(readVarint(cursor));
  throw new RangeError(`wire type ${wireType}`);
}

function take(cursor: Cursor, length: number): Uint8Array {
  const end = cursor.position + length;
  if (end > cursor.bytes.length) throw new RangeError('the message ends early');
  const bytes = cursor.bytes.subarray(cursor.position, end);
  cursor.position = end;
  return bytes;
}

function readVarint(cursor: Cursor): bigint {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const [byte = 0] = take(cursor, 1);
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return BigInt.asUintN(64, value);
  }
  throw new RangeError('varint too long');
}

/** Encodes a message as it is, with all its faults. */
export function encodeMessage(message: Message): Uint8Array {
  return Buffer.concat(message.fields.flatMap(encodeField));
}

function encodeField({ number, wireType, value, falseLength }: Field): Uint8Array[] {
  const tag = encodeVarint(BigInt(number * 8 + wireType));
  if (typeof value === 'bigint') return [tag, encodeVarint(value)];
  const bytes = value instanceof Uint8Array ? value : encodeMessage(value);
  if (wireType !== WireType.bytes) return [tag, bytes];
  return [tag, encodeVarint(falseLength ?? BigInt(bytes.length)), bytes];
}

function encodeVarint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

/** The fields of a message with a number. */
export function fieldsOf(message: Message, number: number): Field[] {
  return message.fields.filter((field) => field.number === number);
}

/** The embedded messages of a field, e.g. a graph's nodes. */
export function messagesOf(message: Message, number: number): Message[] {
  return fieldsOf(message, number)
    .map(({ value }) => value)
    .filter((value) => isMessage(value));
}

export function isMessage(value: Field['value']): value is Message {
  return typeof value === 'object' && 'fields' in value;
}

/** The text of a string field; empty if there is none. */
export function textOf(message: Message, number: number): string {
  const [field] = fieldsOf(message, number);
  return field?.value instanceof Uint8Array ? Buffer.from(field.value).toString() : '';
}

export function textField(number: number, text: string): Field {
  return { number, wireType: WireType.bytes, value: Buffer.from(text) };
}

export function integerField(number: number, value: number | bigint): Field {
  return { number, wireType: WireType.varint, value: BigInt(value) };
}

export function messageField(number: number, value: Message): Field {
  return { number, wireType: WireType.bytes, value };
}
