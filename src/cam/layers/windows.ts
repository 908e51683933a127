import type { Axis, Dimension, Flow } from './flow.ts';
import { axisOf, channelDimension, positionDimension, unknownFlow } from './flow.ts';
import type { Use } from './operators.ts';
import type { Reading, Window } from './reach.ts';
import {
  interpolatedReading,
  nearestReading,
  POOLED,
  readUnits,
  transposedReading,
  UNKNOWN,
  windowReading,
} from './reach.ts';

/** Properties of an operator with a moving window, in addition to its attributes. */
export interface WindowShape {
  /** The two dimensions that the window moves along. */
  spatial: readonly [number, number];
  /** Used if the attributes do not say it; undefined if nothing does. */
  kernel: readonly number[] | undefined;
  /** Channels of the output: a number, the input's, or undefined if unknown. */
  channels: number | 'kept' | undefined;
  transposed: boolean;
}

/** Convolution, pooling, and their transposes, along each axis separately. */
export function readWindow(use: Use, flow: Flow, shape: WindowShape): Flow {
  const { dims } = flow;
  if (dims?.length !== 4) return newPositions(use, shape);
  let result = flow;
  const out = [...dims];
  for (const [index, at] of shape.spatial.entries()) {
    const dimension = dims[at];
    const axis = axisOf(dimension);
    const size = dimension?.size;
    const window = windowOf(use, shape, index, size);
    if (axis === undefined) {
      // A pooled picture stays pooled, whatever happens to its one value.
      if (size !== 1) return newPositions(use, shape);
      continue;
    }
    const isWhole = !shape.transposed && size !== undefined && window && takesAll(window, size);
    const outSize = use.sizes?.[at] ?? (window && outputSize(use, window, shape, index, size));
    if (isWhole && outSize === 1) result = { ...result, [axis]: POOLED };
    else if (!window) result = { ...result, [axis]: UNKNOWN };
    else {
      const reading = shape.transposed ? transposedReading(window) : windowReading(window);
      result = readAlong(result, axis, reading);
    }
    out[at] = positionDimension(axis, outSize);
  }
  const channelAxis = shape.spatial[0] === 2 ? 1 : 3;
  if (shape.channels !== 'kept') out[channelAxis] = channelDimension(shape.channels);
  return { ...result, dims: out };
}

/** Whether the first window takes the first unit and the last. */
function takesAll({ kernel, dilation, padBefore }: Window, size: number): boolean {
  return kernel >= size && padBefore >= 0 && (kernel - 1) * dilation - padBefore >= size - 1;
}

function readAlong(flow: Flow, axis: Axis, reading: Reading): Flow {
  return { ...flow, [axis]: readUnits(flow[axis], reading) };
}

/** Even if the layout was lost before, a window moves along rows and columns. */
function newPositions({ sizes }: Use, { spatial, channels }: WindowShape): Flow {
  if (sizes && sizes.length !== 4) return unknownFlow(sizes);
  const known = channels === 'kept' ? undefined : channels;
  const dims: Dimension[] = Array.from({ length: 4 }, (_, at) =>
    channelDimension(sizes?.[at] ?? (at === (spatial[0] === 2 ? 1 : 3) ? known : undefined)),
  );
  dims[spatial[0]] = positionDimension('y', sizes?.[spatial[0]]);
  dims[spatial[1]] = positionDimension('x', sizes?.[spatial[1]]);
  return { dims, x: UNKNOWN, y: UNKNOWN };
}

/** @returns undefined if the file does not say how the window moves */
function windowOf(
  use: Use,
  shape: WindowShape,
  index: number,
  size: number | undefined,
): Window | undefined {
  const setting = (name: string) => use.attributes.get(name)?.ints[index];
  const kernel = setting('kernel_shape') ?? shape.kernel?.[index];
  if (kernel === undefined) return undefined;
  const stride = setting('strides') ?? 1;
  const dilation = setting('dilations') ?? 1;
  const extent = (kernel - 1) * dilation + 1;
  const padBefore = shape.transposed
    ? transposedPadding(use, index, size, extent, stride)
    : padding(use, index, size, extent, stride);
  if (padBefore === undefined) return undefined;
  const window = { kernel, stride, dilation, padBefore };
  return [kernel, stride, dilation].every((value) => Number.isSafeInteger(value) && value > 0)
    ? window
    : undefined;
}

/** Padding before the first unit; for `auto_pad` as ONNX defines it. */
function padding(
  use: Use,
  index: number,
  size: number | undefined,
  extent: number,
  stride: number,
): number | undefined {
  if (!isSame(use)) return statedPadding(use, index);
  if (stride > 1 && size === undefined) return undefined;
  const covered = stride === 1 ? extent - 1 : (Math.ceil((size ?? 1) / stride) - 1) * stride;
  const total = stride === 1 ? covered : Math.max(0, covered + extent - (size ?? 1));
  return partBefore(use, total);
}

/** The units cut off before the first one; the output's size may be stated instead. */
function transposedPadding(
  use: Use,
  index: number,
  size: number | undefined,
  extent: number,
  stride: number,
): number | undefined {
  const outSize = statedOutputSize(use, index);
  if (outSize === undefined && !isSame(use)) return statedPadding(use, index);
  const beyond = extent - stride + (use.attributes.get('output_padding')?.ints[index] ?? 0);
  if (outSize === undefined) return partBefore(use, Math.max(0, beyond));
  return size === undefined
    ? undefined
    : partBefore(use, Math.max(0, size * stride + beyond - outSize));
}

function isSame({ attributes }: Use): boolean {
  return attributes.get('auto_pad')?.string?.startsWith('SAME') ?? false;
}

function statedPadding({ attributes }: Use, index: number): number {
  return attributes.get('auto_pad')?.string === 'VALID'
    ? 0
    : (attributes.get('pads')?.ints[index] ?? 0);
}

/** For an odd number the larger part comes first, except for SAME_UPPER. */
function partBefore({ attributes }: Use, total: number): number {
  const isUpper = attributes.get('auto_pad')?.string === 'SAME_UPPER';
  return isUpper ? Math.floor(total / 2) : Math.ceil(total / 2);
}

/** Of a transposed convolution. */
function statedOutputSize({ attributes }: Use, index: number): number | undefined {
  return attributes.get('output_shape')?.ints.slice(-2)[index];
}

function outputSize(
  use: Use,
  { kernel, stride, dilation }: Window,
  { transposed }: WindowShape,
  index: number,
  size: number | undefined,
): number | undefined {
  if (size === undefined) return undefined;
  const stated = transposed ? statedOutputSize(use, index) : undefined;
  if (stated !== undefined) return stated;
  if (isSame(use)) return transposed ? size * stride : Math.ceil(size / stride);
  const extent = (kernel - 1) * dilation + 1;
  const pads = use.attributes.get('pads')?.ints ?? [];
  const padded = (pads[index] ?? 0) + (pads[index + 2] ?? 0);
  if (transposed) {
    const extra = use.attributes.get('output_padding')?.ints[index] ?? 0;
    return (size - 1) * stride + extent + extra - padded;
  }
  // Pooling that rounds up drops a window that would start in the padding. This rule depends on the version, so the
  // size is left unknown.
  if (use.attributes.get('ceil_mode')?.int) {
    const exact = (size + padded - extent) / stride;
    return Number.isInteger(exact) ? exact + 1 : undefined;
  }
  return Math.floor((size + padded - extent) / stride) + 1;
}

/**
 * Enlargement of two dimensions by whole factors; for other factors the receptive field is unknown.
 * @param offset of the centre of a unit from its edge, where positions between units are counted
 */
export function readEnlarged(
  flow: Flow,
  spatial: readonly [number, number],
  factors: readonly [number, number],
  mode: 'nearest' | 'linear' | 'cubic',
  offset = 0.5,
): Flow {
  if (!flow.dims) return flow;
  let result = flow;
  const dims = [...flow.dims];
  for (const [index, at] of spatial.entries()) {
    const factor = factors[index] ?? Number.NaN;
    const axis = axisOf(dims[at]);
    const size = dims[at]?.size;
    if (axis === undefined || factor === 1) continue;
    const isWhole = Number.isInteger(factor) && factor > 0;
    if (!isWhole) result = { ...result, [axis]: UNKNOWN };
    else if (mode === 'nearest') result = readAlong(result, axis, nearestReading(factor));
    else {
      const reading = interpolatedReading(factor, mode === 'cubic' ? 4 : 2, offset);
      result = readAlong(result, axis, reading);
    }
    dims[at] = positionDimension(axis, size === undefined ? undefined : size * factor);
  }
  return { ...result, dims };
}

/** Padding by constants or by the picture's edge; the numbers are an attribute or the second input. */
export function readPadded(use: Use, flow: Flow): Flow {
  const { dims } = flow;
  if (!dims) return flow;
  const pads = use.attributes.get('pads')?.ints ?? use.integers(1);
  const isConstant = (use.attributes.get('mode')?.string ?? 'constant') === 'constant';
  let result = flow;
  const out = dims.map((dimension, at) => {
    const [before, after] = [pads?.[at], pads?.[at + dims.length]];
    const axis = axisOf(dimension);
    const grown =
      use.sizes?.[at] ??
      (dimension.size === undefined || before === undefined || after === undefined
        ? undefined
        : dimension.size + before + after);
    if (axis === undefined) return grown === dimension.size ? dimension : channelDimension(grown);
    if (grown !== undefined && grown === dimension.size && !before) return dimension;
    const known = before !== undefined && isConstant;
    result = known
      ? readAlong(
          result,
          axis,
          windowReading({ kernel: 1, stride: 1, dilation: 1, padBefore: before }),
        )
      : { ...result, [axis]: UNKNOWN };
    return positionDimension(axis, grown);
  });
  return { ...result, dims: out };
}

/** A part of the positions, or every n-th; `starts`, `ends`, `axes`, `steps` are inputs (attributes up to opset 9). */
export function readSlice(use: Use, flow: Flow): Flow {
  const { dims } = flow;
  if (!dims) return flow;
  const setting = (name: string, input: number) =>
    use.attributes.get(name)?.ints ?? use.integers(input);
  const starts = setting('starts', 1);
  const ends = setting('ends', 2);
  const axes = setting('axes', 3) ?? starts?.map((_, index) => index);
  const steps = use.has(4) ? use.integers(4) : starts?.map(() => 1);
  let result = flow;
  const out = dims.map((dimension, at) => {
    const axis = axisOf(dimension);
    const index = axes?.findIndex((given) => given === at || given + dims.length === at);
    if (index === -1) return dimension;
    const start = index === undefined ? undefined : starts?.[index];
    const end = index === undefined ? undefined : ends?.[index];
    const step = index === undefined ? undefined : steps?.[index];
    const size = use.sizes?.[at] ?? slicedSize(dimension.size, start, end, step);
    const isReversed = step === undefined || step < 0;
    if (size !== undefined && size === dimension.size && !(isReversed && axis)) return dimension;
    if (axis === undefined) return channelDimension(size);
    // A start counted from the end needs the size; this is rare, and "unknown" is safe.
    const known = start !== undefined && start >= 0 && step !== undefined && step > 0;
    result = known
      ? readAlong(
          result,
          axis,
          windowReading({ kernel: 1, stride: step, dilation: 1, padBefore: -start }),
        )
      : { ...result, [axis]: UNKNOWN };
    return positionDimension(axis, size);
  });
  return { ...result, dims: out };
}

function slicedSize(
  size: number | undefined,
  start: number | undefined,
  end: number | undefined,
  step: number | undefined,
): number | undefined {
  if (size === undefined || start === undefined || end === undefined || !step || step < 0) {
    return undefined;
  }
  const position = (at: number) => Math.min(Math.max(at < 0 ? at + size : at, 0), size);
  return Math.max(0, Math.ceil((position(end) - position(start)) / step));
}
