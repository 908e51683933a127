import type { Random } from '../../../support/random.ts';
import { mutateBytes } from './bytes.ts';

/** Most headers, with the sizes in them, end before this. */
const HEADER_BYTES = 200;

const TELLING_NUMBERS = [0, 1, 2, 255, 256, 1000, 8191, 16_000, 32_767, 65_535, 2 ** 31 - 1];
const MAX_UINT32 = 2 ** 32 - 1;

const PNG_SIGNATURE_BYTES = 8;

type Mutation = (bytes: Buffer, random: Random, others: readonly Uint8Array[]) => Uint8Array;

const mutations: Mutation[] = [
  function anyBytes(bytes, random) {
    return mutateBytes(bytes, random);
  },
  function severalBytes(bytes, random) {
    let result: Uint8Array = bytes;
    for (let i = 0; i < 8; i++) result = mutateBytes(result, random);
    return result;
  },
  function headerByte(bytes, random) {
    bytes[random.below(Math.min(HEADER_BYTES, bytes.length))] = random.below(256);
    return bytes;
  },
  function headerNumber(bytes, random) {
    return writeNumber(bytes, random.below(Math.min(HEADER_BYTES, bytes.length)), random);
  },
  function anyNumber(bytes, random) {
    return writeNumber(bytes, random.below(bytes.length), random);
  },
  function truncate(bytes, random) {
    return bytes.subarray(0, random.below(bytes.length));
  },
  function loseLastBytes(bytes, random) {
    return bytes.subarray(0, Math.max(0, bytes.length - 1 - random.below(32)));
  },
  function pngChunk(bytes, random) {
    return bytes.toString('latin1', 1, 4) === 'PNG' ? mutatePngChunk(bytes, random) : bytes;
  },
  function spliceWithAnother(bytes, random, others) {
    const other = random.pick(others);
    const cut = random.below(Math.min(bytes.length, other.length));
    return Buffer.concat([bytes.subarray(0, cut), other.subarray(cut)]);
  },
];

/**
 * One random change of a picture's bytes.
 * @param others pictures from which parts may be taken
 */
export function mutateImage(
  original: Uint8Array,
  random: Random,
  others: readonly Uint8Array[],
): Uint8Array {
  if (original.length === 0) return original;
  return random.pick(mutations)(Buffer.from(original), random, others);
}

function writeNumber(bytes: Buffer, at: number, random: Random): Buffer {
  const value = random.chance(0.1) ? MAX_UINT32 : random.pick(TELLING_NUMBERS);
  const short = value & 0xffff;
  if (at + 4 > bytes.length) return bytes;
  const writers = [
    () => bytes.writeUInt16BE(short, at),
    () => bytes.writeUInt16LE(short, at),
    () => bytes.writeUInt32BE(value, at),
    () => bytes.writeUInt32LE(value, at),
  ];
  random.pick(writers)();
  return bytes;
}

/** Changes the content of one chunk and corrects its checksum, so that the change is accepted. */
function mutatePngChunk(bytes: Buffer, random: Random): Buffer {
  const starts: number[] = [];
  for (let start = PNG_SIGNATURE_BYTES; start + 12 <= bytes.length; ) {
    starts.push(start);
    start += 12 + bytes.readUInt32BE(start);
  }
  if (starts.length === 0) return bytes;
  // The first chunk holds the size; it is the most interesting one.
  const start = random.chance(0.5) ? PNG_SIGNATURE_BYTES : random.pick(starts);
  const end = start + 8 + bytes.readUInt32BE(start);
  if (end + 4 > bytes.length) return bytes;
  const at = start + 4 + random.below(end - start - 4);
  if (random.chance(0.5)) bytes[at] = random.below(256);
  else if (at + 4 <= end) writeNumber(bytes, at, random);
  bytes.writeUInt32BE(crc32(bytes.subarray(start + 4, end)), end);
  return bytes;
}

/** Node.js has it from 20.15 on only. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
