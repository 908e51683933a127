/** Input pixels along one axis, both ends included. Empty if `low` exceeds `high`. */
export interface Field {
  low: number;
  high: number;
}

/**
 * What the units of a tensor see of the input along one axis (Araujo et al. 2019, Computing Receptive
 * Fields of Convolutional Neural Networks, doi 10.23915/distill.00021). Padding is not cut off.
 */
export interface Reach {
  /** Input pixels between neighbouring units; undefined if it is not known. */
  stride: number | undefined;
  /**
   * Unit q·n + r (n = length) sees fields[r], moved by q·n·stride. One field for all units after
   * convolutions; upsampling gives neighbouring units different ones. `global`: the whole input.
   */
  fields: Field[] | 'global' | undefined;
}

/** The picture itself: each pixel sees itself. */
export const PIXELS: Reach = { stride: 1, fields: [{ low: 0, high: 0 }] };

export const UNKNOWN: Reach = { stride: undefined, fields: undefined };

/** A tensor in which the whole axis is pooled to one value. */
export const POOLED: Reach = { stride: undefined, fields: 'global' };

/** No real network has more fields than this in a period. */
const MAX_PERIOD = 1024;

/**
 * How the units of an output read those of the input along one axis: output unit o reads
 * `first(o)`, `first(o) + spacing`, …, `taps(o)` units. Moving by `period` output units moves what is
 * read by `advance` input units.
 */
export interface Reading {
  period: number;
  advance: number;
  spacing: number;
  first(unit: number): number;
  taps(unit: number): number;
}

/** A window of a convolution or pooling. */
export interface Window {
  kernel: number;
  stride: number;
  dilation: number;
  padBefore: number;
}

export function windowReading({ kernel, stride, dilation, padBefore }: Window): Reading {
  return {
    period: 1,
    advance: stride,
    spacing: dilation,
    first: (unit) => unit * stride - padBefore,
    taps: () => kernel,
  };
}

/** Transposed convolution: output o reads each input i with o = i·stride + j·dilation − padBefore, 0 ≤ j < kernel. */
export function transposedReading({ kernel, stride, dilation, padBefore }: Window): Reading {
  const reads = (unit: number): number[] => {
    const found: number[] = [];
    for (let j = Math.min(kernel, MAX_PERIOD) - 1; j >= 0; j--) {
      const input = (unit + padBefore - j * dilation) / stride;
      if (Number.isInteger(input)) found.push(input);
    }
    return found;
  };
  const spacingOf = ([first = 0, second = first]: number[]): number => second - first;
  const spacing = Array.from({ length: Math.min(stride, MAX_PERIOD) }, (_, unit) =>
    spacingOf(reads(unit)),
  ).find((distance) => distance > 0);
  return {
    period: stride,
    advance: 1,
    spacing: spacing ?? 1,
    first: (unit) => reads(unit)[0] ?? 0,
    taps: (unit) => reads(unit).length,
  };
}

/** Enlargement by a whole factor, each output unit a copy of one input unit. */
export function nearestReading(factor: number): Reading {
  return {
    period: factor,
    advance: 1,
    spacing: 1,
    first: (unit) => Math.floor(unit / factor),
    taps: () => 1,
  };
}

/**
 * Enlargement by a whole factor with interpolation between `taps` neighbours (2 linear, 4 cubic); the centre of a pixel
 * is `offset` of a pixel from its edge: 0.5, or 0.
 */
export function interpolatedReading(factor: number, taps: number, offset: number): Reading {
  const position = (unit: number): number => (unit + offset) / factor - offset;
  return {
    period: factor,
    advance: 1,
    spacing: 1,
    first: (unit) => {
      const at = position(unit);
      return Number.isInteger(at) ? at : Math.floor(at) - taps / 2 + 1;
    },
    taps: (unit) => (Number.isInteger(position(unit)) ? 1 : taps),
  };
}

/** The receptive fields of an output that reads `reach` in this way. */
export function readUnits(reach: Reach, reading: Reading): Reach {
  const { period, advance, spacing } = reading;
  if (![period, advance, spacing].every((size) => Number.isSafeInteger(size) && size > 0)) {
    return UNKNOWN;
  }
  const { fields } = reach;
  const stride = reach.stride === undefined ? undefined : (reach.stride * advance) / period;
  if (fields === undefined || fields === 'global') return { stride, fields };
  if (reach.stride === undefined) return UNKNOWN;
  const step = reach.stride * fields.length;
  const count = (period * fields.length) / greatestCommonDivisor(fields.length, advance);
  if (count > MAX_PERIOD) return { stride, fields: undefined };
  const fieldOf = (unit: number): Field => {
    const turn = Math.floor(unit / fields.length);
    const field = fields[unit - turn * fields.length] ?? EMPTY;
    return { low: field.low + turn * step, high: field.high + turn * step };
  };
  return {
    stride,
    fields: Array.from({ length: count }, (_, unit) => {
      const taps = reading.taps(unit);
      let whole = EMPTY;
      for (let tap = 0; tap < taps; tap++) {
        // The read units move with the tap: only the first and the last period can contain an end.
        if (tap === fields.length) tap = Math.max(tap, taps - fields.length);
        whole = hull(whole, fieldOf(reading.first(unit) + tap * spacing));
      }
      return whole;
    }),
  };
}

const EMPTY: Field = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };

function hull(a: Field, b: Field): Field {
  return { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) };
}

/** The receptive field of a unit that is made from one unit of each branch, at the same place. */
export function joinReaches(a: Reach, b: Reach): Reach {
  const stride = a.stride === b.stride ? a.stride : undefined;
  if (a.fields === 'global' || b.fields === 'global') {
    return { stride: stride ?? strideBesideGlobal(a, b), fields: 'global' };
  }
  if (!a.fields || !b.fields || stride === undefined) return { stride, fields: undefined };
  const count =
    (a.fields.length * b.fields.length) / greatestCommonDivisor(a.fields.length, b.fields.length);
  if (count > MAX_PERIOD) return { stride, fields: undefined };
  const at = (fields: Field[], unit: number): Field => {
    const field = fields[unit % fields.length] ?? EMPTY;
    const shift = (unit - (unit % fields.length)) * stride;
    return { low: field.low + shift, high: field.high + shift };
  };
  const [first, second] = [a.fields, b.fields];
  return {
    stride,
    fields: Array.from({ length: count }, (_, unit) => hull(at(first, unit), at(second, unit))),
  };
}

/** A pooled branch has no stride of its own; it takes the stride of the branch over which it is broadcast. */
function strideBesideGlobal(a: Reach, b: Reach): number | undefined {
  if (a.fields === 'global' && a.stride === undefined) return b.stride;
  if (b.fields === 'global' && b.stride === undefined) return a.stride;
  return undefined;
}

/** Size of the largest receptive field in pixels. */
export function fieldSize(fields: Field[]): number {
  return Math.max(...fields.map(({ low, high }) => high - low + 1));
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
