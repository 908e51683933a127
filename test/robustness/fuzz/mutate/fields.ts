import type { Field, Message } from '../../../support/protobufTree.ts';
import { isMessage, WireType } from '../../../support/protobufTree.ts';
import type { Random } from '../../../support/random.ts';

/** Numbers at which sizes, indices and enumerations change sign or overflow. */
export const TELLING_INTEGERS: readonly bigint[] = [
  ...[0n, 1n, -1n, 2n, 3n, 5n, 7n, 10n, 16n, 127n, 255n, 256n, 1000n, 65_535n, 1_000_003n],
  ...[2n ** 31n - 1n, 2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 62n, 2n ** 63n - 1n],
  ...[-2n, -(2n ** 31n), -(2n ** 63n)],
];

interface Place {
  parent: Message;
  index: number;
  field: Field;
}

type Mutation = (place: Place, random: Random, all: Place[]) => void;

const mutations: Mutation[] = [
  function drop({ parent, index }) {
    parent.fields.splice(index, 1);
  },
  function repeat({ parent, index, field }) {
    parent.fields.splice(index, 0, structuredClone(field));
  },
  function swapWithNeighbour({ parent, index, field }, random) {
    const other = random.below(parent.fields.length);
    parent.fields[index] = parent.fields[other] as Field;
    parent.fields[other] = field;
  },
  function replaceByAnyOther({ parent, index }, random, all) {
    parent.fields[index] = structuredClone(random.pick(all).field);
  },
  function lieAboutLength({ field }, random) {
    if (field.wireType === WireType.bytes) field.falseLength = random.pick(TELLING_INTEGERS);
  },
  function renumber({ field }, random) {
    field.number = 1 + random.below(30);
  },
  function changeWireType({ field }, random) {
    field.wireType = random.below(8);
  },
  function changeInteger({ field }, random) {
    if (typeof field.value === 'bigint') field.value = random.pick(TELLING_INTEGERS);
  },
  function cutContent({ field }, random) {
    if (isMessage(field.value)) field.value.fields.splice(random.below(field.value.fields.length));
    else if (field.value instanceof Uint8Array) {
      field.value = field.value.subarray(0, random.below(field.value.length));
    }
  },
  function emptyContent({ field }) {
    if (typeof field.value !== 'bigint') field.value = new Uint8Array();
  },
  function growContent({ field }, random) {
    if (field.value instanceof Uint8Array) {
      field.value = Buffer.concat([field.value, Buffer.alloc(random.below(300), 0x41)]);
    }
  },
];

/** One random change of one field of a message, at any depth; the message is changed in place. */
export function mutateFields(root: Message, random: Random): void {
  const all = placesIn(root);
  if (all.length > 0) random.pick(mutations)(random.pick(all), random, all);
}

function placesIn(parent: Message): Place[] {
  return parent.fields.flatMap((field, index) => {
    const inside = isMessage(field.value) ? placesIn(field.value) : [];
    return [{ parent, index, field }, ...inside];
  });
}
