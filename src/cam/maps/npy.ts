/**
 * The bytes of a NumPy `.npy` file, format version 1.0: little-endian float32 in C order, the header
 * padded so that the data begins at a multiple of 64 bytes.
 * @param shape lengths of the axes, slowest first: [height, width] for a map
 * @throws RangeError where the shape does not hold exactly the values.
 */
export function encodeNpy(shape: readonly number[], values: Float32Array): Uint8Array {
  if (shape.reduce((product, length) => product * length, 1) !== values.length) {
    throw new RangeError(`shape (${shape.join(', ')}) does not hold ${values.length} values`);
  }
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const fields = `{'descr': '<f4', 'fortran_order': False, 'shape': ${tuple}, }`;
  const dataStart = Math.ceil((PREFIX_BYTES + fields.length + 1) / ALIGNMENT) * ALIGNMENT;
  const header = `${fields.padEnd(dataStart - PREFIX_BYTES - 1)}\n`;

  const bytes = new Uint8Array(dataStart + values.length * 4);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC_AND_VERSION);
  view.setUint16(MAGIC_AND_VERSION.length, header.length, true);
  bytes.set(new TextEncoder().encode(header), PREFIX_BYTES);
  for (let i = 0; i < values.length; i++) view.setFloat32(dataStart + i * 4, values[i] ?? 0, true);
  return bytes;
}

const ALIGNMENT = 64;
/** `\x93NUMPY`, then version 1.0. */
const MAGIC_AND_VERSION = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0);
/** Magic, version, and two bytes for the length of the header. */
const PREFIX_BYTES = MAGIC_AND_VERSION.length + 2;
