import type { ForwardNode } from './forwardNode.ts';

/** How the windows of a convolution or a pooling lie along one axis. */
export interface Windows {
  /** Size of the axis from which they read. */
  input: number;
  /** Number of windows. */
  output: number;
  kernel: number;
  stride: number;
  dilation: number;
  /** Window o reads the inputs o·stride − before + t·dilation, t = 0 … kernel − 1. */
  before: number;
  /** Positions after the input that the last window reaches; negative where it does not reach the input's end. */
  after: number;
  /** Positions after the input that the node's settings add. `after` is larger only if the last window goes further. */
  padded: number;
}

/**
 * The windows of a node, axis by axis.
 * @param kernel sizes of a window
 * @param input sizes of the map from which windows read
 * @param output numbers of windows
 */
export function windowsOf(
  node: ForwardNode,
  kernel: readonly number[],
  input: readonly number[],
  output: readonly number[],
): Windows[] {
  const strides = node.ints('strides') ?? [];
  const dilations = node.ints('dilations') ?? [];
  return kernel.map((size, axis) => {
    const lengths = { input: input[axis] ?? 1, output: output[axis] ?? 1, kernel: size };
    const steps = { stride: strides[axis] ?? 1, dilation: dilations[axis] ?? 1 };
    const reach = (lengths.output - 1) * steps.stride + steps.dilation * (size - 1) + 1;
    const [before, padded] = padding(node, axis, kernel.length, reach - lengths.input);
    return { ...lengths, ...steps, before, padded, after: reach - before - lengths.input };
  });
}

/** @param missing positions that the input has too few for the windows */
function padding(node: ForwardNode, axis: number, rank: number, missing: number): [number, number] {
  const half = Math.max(0, missing) / 2;
  switch (node.string('auto_pad', 'NOTSET')) {
    case 'SAME_UPPER':
      return [Math.floor(half), Math.ceil(half)];
    case 'SAME_LOWER':
      return [Math.ceil(half), Math.floor(half)];
    case 'VALID':
      return [0, 0];
    default: {
      const pads = node.ints('pads') ?? [];
      return [pads[axis] ?? 0, pads[rank + axis] ?? 0];
    }
  }
}

/** Which position of the input a window reads at one of its own; it may be in the padding. */
export function positionRead(
  { stride, before, dilation }: Windows,
  window: number,
  at: number,
): number {
  return window * stride - before + at * dilation;
}
