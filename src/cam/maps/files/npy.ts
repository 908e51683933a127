/** Supported arrays, with NumPy's name of their element type, little-endian. */
export type NpyArray = Float32Array | Float64Array | Uint16Array | Uint32Array;
export type NpyType = '<f4' | '<f8' | '<u2' | '<u4';

/** `C`: the last axis lies together in memory; `F` (Fortran): the first one does. */
export type NpyOrder = 'C' | 'F';

/**
 * The bytes of a NumPy `.npy` file, format version 1.0, little-endian, the header padded so that the data begins at a
 * multiple of 64 bytes.
 * @param shape lengths of the axes: [height, width] for a map
 * @param order how `values` are in memory
 * @throws RangeError if the shape does not hold exactly the values.
 */
export function encodeNpy(
  shape: readonly number[],
  values: NpyArray,
  order: NpyOrder = 'C',
): Uint8Array {
  if (shape.reduce((product, length) => product * length, 1) !== values.length) {
    throw new RangeError(`shape (${shape.join(', ')}) does not hold ${values.length} values`);
  }
  const header = npyHeader(shape, typeOf(values), order);
  const bytes = new Uint8Array(header.length + values.byteLength);
  bytes.set(header);
  // Every platform with a runtime for models is little-endian.
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), header.length);
  return bytes;
}

/** The header before the data in a file of {@link encodeNpy}. */
export function npyHeader(shape: readonly number[], type: NpyType, order: NpyOrder): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const isFortran = order === 'F' ? 'True' : 'False';
  const fields = `{'descr': '${type}', 'fortran_order': ${isFortran}, 'shape': ${tuple}, }`;
  const dataStart = Math.ceil((PREFIX_BYTES + fields.length + 1) / ALIGNMENT) * ALIGNMENT;
  const text = `${fields.padEnd(dataStart - PREFIX_BYTES - 1)}\n`;
  const bytes = new Uint8Array(dataStart);
  bytes.set(MAGIC_AND_VERSION);
  new DataView(bytes.buffer).setUint16(MAGIC_AND_VERSION.length, text.length, true);
  bytes.set(new TextEncoder().encode(text), PREFIX_BYTES);
  return bytes;
}

function typeOf(values: NpyArray): NpyType {
  if (values instanceof Float32Array) return '<f4';
  if (values instanceof Float64Array) return '<f8';
  return values instanceof Uint16Array ? '<u2' : '<u4';
}

const ALIGNMENT = 64;
/** `\x93NUMPY`, then version 1.0. */
const MAGIC_AND_VERSION = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0);
/** Magic, version, and two bytes for the length of the header. */
const PREFIX_BYTES = MAGIC_AND_VERSION.length + 2;
