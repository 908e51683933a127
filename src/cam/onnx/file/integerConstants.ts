import { attributesOf } from './attributes.ts';
import { readBytes, readMessage } from './messages.ts';
import type { Initializer, OnnxModel, OnnxNode } from './model.ts';
import { TensorElementType } from './model.ts';

/** Longer lists are no axes, pads or shapes. */
const MAX_ELEMENTS = 64;

const { int32, int64, bool } = TensorElementType;

/** Bytes of a value of the types that operators take as settings. */
const SIZES = new Map<number, number>([
  [int32, 4],
  [int64, 8],
  [bool, 1],
]);

/** Values of the small constants of whole numbers (axes, pads, shapes) and of truth values (0 or 1), by name. */
export async function readIntegerConstants(model: OnnxModel): Promise<Map<string, number[]>> {
  const result = new Map<string, number[]>();
  for (const initializer of model.initializers.values()) {
    const values = await readIntegers(initializer);
    if (values) result.set(initializer.name, values);
  }
  for (const node of model.nodes) {
    const [name] = node.outputs;
    if (name === undefined) continue;
    if (node.opType === 'ConstantOfShape') {
      const values = filledWith(node, result);
      if (values) result.set(name, values);
    }
    if (node.opType !== 'Constant') continue;
    const attributes = attributesOf(node);
    const values = attributes.get('value_ints')?.ints ?? [attributes.get('value_int')?.int];
    const known = values.filter((value) => value !== undefined);
    if (known.length > 0) result.set(name, known);
  }
  return result;
}

/** A constant shape filled with one whole number. */
function filledWith(
  node: OnnxNode,
  constants: ReadonlyMap<string, number[]>,
): number[] | undefined {
  const shape = constants.get(node.inputs[0] ?? '');
  const filling = attributesOf(node).get('value')?.tensor;
  const [value] = filling ? decodeIntegers(filling, elementTypeOf(filling)) : [];
  const elements = shape?.reduce((product, size) => product * size, 1);
  if (value === undefined || elements === undefined) return undefined;
  return elements >= 0 && elements <= MAX_ELEMENTS ? Array(elements).fill(value) : undefined;
}

/** Values of a small constant of whole numbers or truth values; undefined for any other. */
export async function readIntegers(initializer: Initializer): Promise<number[] | undefined> {
  const { elementType, elements, external } = initializer;
  if (!SIZES.has(elementType) || elements > MAX_ELEMENTS || external) return undefined;
  const values = decodeIntegers(await initializer.read(), elementType);
  return values.length === elements ? values : undefined;
}

function elementTypeOf(tensor: Uint8Array): number {
  return readMessage(
    tensor,
    (field, found: { type: number }, reader) => {
      if (field === 2) found.type = reader.readVarint();
    },
    { type: 0 },
  ).type;
}

/** TensorProto: int32_data (5), int64_data (7) or raw_data (9), little-endian. */
function decodeIntegers(tensor: Uint8Array, elementType: number): number[] {
  return readMessage(
    tensor,
    (field, values: number[], reader) => {
      if (field === 5 || field === 7) reader.readPackedVarint(values, true);
      else if (field === 9) values.push(...rawIntegers(readBytes(reader), elementType));
    },
    [],
  );
}

function rawIntegers(bytes: Uint8Array, elementType: number): number[] {
  const size = SIZES.get(elementType);
  if (size === undefined) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.byteLength / size) }, (_, index) => {
    if (elementType === bool) return view.getUint8(index);
    const at = index * size;
    return elementType === int64 ? Number(view.getBigInt64(at, true)) : view.getInt32(at, true);
  });
}
