/**
 * float32 → IEEE 754 half precision (round to nearest even), as the bits that the runtime expects for a
 * `float16` tensor. Values beyond ±65504 become infinite.
 */
export function toHalfPrecision(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) halves[i] = halfBits(bits[i] ?? 0);
  return halves;
}

function halfBits(float: number): number {
  const sign = (float >>> 16) & 0x8000;
  const magnitude = float & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x47800000) return sign | 0x7c00;
  if (magnitude >= 0x38800000) {
    // Normal: move the exponent's bias from 127 to 15, round away 13 bits of the fraction.
    return sign | roundShift(magnitude - 0x38000000, 13);
  }
  const shift = 126 - (magnitude >>> 23);
  if (shift > 24) return sign;
  return sign | roundShift((magnitude & 0x007fffff) | 0x00800000, shift);
}

/** value / 2^shift, rounded to nearest, ties to even. */
function roundShift(value: number, shift: number): number {
  const floor = value >>> shift;
  const rest = value & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  return rest > half || (rest === half && (floor & 1) === 1) ? floor + 1 : floor;
}

/** Half-precision bits → float32, exact. */
export function fromHalfPrecision(halves: Uint16Array): Float32Array {
  return new Float32Array(halves).map((bits) => {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >>> 10) & 0x1f;
    const fraction = bits & 0x3ff;
    if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}

/** bfloat16 bits → float32, exact: a bfloat16 is the upper half of a float32. */
export function fromBfloat16(bits: Uint16Array): Float32Array {
  return new Float32Array(new Uint32Array(bits).map((upper) => upper << 16).buffer);
}
