import type { Random } from '../../../support/random.ts';

/** Bytes at which readers of numbers, text and lengths change their behaviour. */
const TELLING_BYTES = [0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff];

type Mutation = (bytes: Buffer, random: Random) => Uint8Array;

/** Lengths and positions stay correct, so such a mutant is often still read to its end. */
const inPlace: Mutation[] = [
  function flipBit(bytes, random) {
    const at = random.below(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
    return bytes;
  },
  function setByte(bytes, random) {
    bytes[random.below(bytes.length)] = random.pick(TELLING_BYTES);
    return bytes;
  },
  function scramble(bytes, random) {
    const start = random.below(bytes.length);
    for (let i = start; i < start + 1 + random.below(16); i++) bytes[i] = random.below(256);
    return bytes;
  },
];

const shifting: Mutation[] = [
  function truncate(bytes, random) {
    return bytes.subarray(0, random.below(bytes.length));
  },
  function removeRange(bytes, random) {
    const start = random.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + 1 + random.below(64))]);
  },
  function repeatRange(bytes, random) {
    const start = random.below(bytes.length);
    const end = start + 1 + random.below(64);
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)]);
  },
  function insertBytes(bytes, random) {
    const at = random.below(bytes.length);
    const extra = Buffer.from(Array.from({ length: 1 + random.below(8) }, () => random.below(256)));
    return Buffer.concat([bytes.subarray(0, at), extra, bytes.subarray(at)]);
  },
  function append(bytes, random) {
    const extra = Buffer.from(
      Array.from({ length: 1 + random.below(64) }, () => random.below(256)),
    );
    return Buffer.concat([bytes, extra]);
  },
];

/** One random change of bytes, anywhere. */
export function mutateBytes(original: Uint8Array, random: Random): Uint8Array {
  if (original.length === 0) return original;
  return random.pick(random.chance(0.7) ? inPlace : shifting)(Buffer.from(original), random);
}
