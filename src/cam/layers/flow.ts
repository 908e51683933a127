import type { Reach } from './reach.ts';
import { joinReaches, UNKNOWN } from './reach.ts';

export type Axis = 'x' | 'y';

/** A run of positions along the picture's width or height, or (without `axis`) of channels or anything else. */
interface Run {
  axis: Axis | undefined;
  size: number | undefined;
}

/** One dimension of a tensor: its size, and the runs in it, outermost first. */
export interface Dimension {
  size: number | undefined;
  runs: Run[];
}

/** How a tensor carries the picture: which dimensions are positions, and what each position sees. */
export interface Flow {
  /** Undefined if even their number is unknown. */
  dims: Dimension[] | undefined;
  x: Reach;
  y: Reach;
}

export function channelDimension(size: number | undefined): Dimension {
  return dimensionAlong(undefined, size);
}

export function positionDimension(axis: Axis, size: number | undefined): Dimension {
  return dimensionAlong(axis, size);
}

/** Impossible sizes are unknown (a damaged file can lead to any number). */
function dimensionAlong(axis: Axis | undefined, given: number | undefined): Dimension {
  const size = Number.isSafeInteger(given) && (given ?? 0) >= 0 ? given : undefined;
  return { size, runs: [{ axis, size }] };
}

/** The picture axis that a dimension runs along; undefined for channels and for several axes in one. */
export function axisOf(dimension: Dimension | undefined): Axis | undefined {
  const runs = dimension?.runs.filter(({ size }) => size !== 1) ?? [];
  if (runs.length === 0) return dimension?.runs.find(({ axis }) => axis !== undefined)?.axis;
  return runs.length === 1 ? runs[0]?.axis : undefined;
}

/** All axes that a dimension runs along. */
export function axesIn(dimension: Dimension | undefined): Axis[] {
  return dimension?.runs.flatMap(({ axis }) => axis ?? []) ?? [];
}

/** A tensor with only its sizes known. */
export function unknownFlow(sizes: readonly (number | undefined)[] | undefined): Flow {
  return { dims: sizes?.map(channelDimension), x: UNKNOWN, y: UNKNOWN };
}

/** The flow with other sizes, if the file or the runtime states them. */
export function withSizes(flow: Flow, sizes: readonly (number | undefined)[] | undefined): Flow {
  if (!sizes) return flow;
  if (!flow.dims || flow.dims.length !== sizes.length) return { ...flow, ...unknownFlow(sizes) };
  const dims = flow.dims.map((dimension, index) => {
    const size = sizes[index] ?? dimension.size;
    const [run] = dimension.runs;
    return run && dimension.runs.length === 1 ? { size, runs: [{ ...run, size }] } : dimension;
  });
  return { ...flow, dims };
}

/** Element-wise combination; shapes are broadcast as NumPy does. */
export function joinFlows(first: Flow, second: Flow): Flow {
  const x = joinAxis('x', first, second);
  const y = joinAxis('y', first, second);
  const [a, b] = [first.dims, second.dims];
  if (!a || !b) return { dims: a ?? b, x, y };
  const [longer, shorter] = a.length >= b.length ? [a, b] : [b, a];
  const offset = longer.length - shorter.length;
  const dims = longer.map((dimension, index) => {
    const other = shorter[index - offset];
    if (!other || other.size === 1) return dimension;
    if (dimension.size === 1) return other;
    return axesIn(dimension).length > 0 ? dimension : other;
  });
  return { dims, x, y };
}

/** A branch that is constant along an axis (a gate) takes the positions of the other branch. */
function joinAxis(axis: Axis, first: Flow, second: Flow): Reach {
  const [a, b] = [first[axis], second[axis]];
  const [runsA, runsB] = [runsAlong(axis, first), runsAlong(axis, second)];
  if (runsA === runsB) return joinReaches(a, b);
  const [across, constant] = runsA ? [a, b] : [b, a];
  const fields = constant.fields === 'global' ? 'global' : undefined;
  return { stride: across.stride, fields: across.fields === 'global' ? 'global' : fields };
}

/** Whether the tensor has several positions along the axis. */
function runsAlong(axis: Axis, { dims }: Flow): boolean {
  return dims?.some(({ runs }) => runs.some((run) => run.axis === axis && run.size !== 1)) ?? false;
}

/**
 * The dimensions of a tensor after a reshape that keeps the order of its elements. Channels may be split anywhere;
 * positions must stay together.
 * @returns undefined if a run of positions is split
 */
export function reshapeDimensions(
  dims: Dimension[],
  sizes: readonly (number | undefined)[],
): Dimension[] | undefined {
  const runs = dims.flatMap((dimension) => dimension.runs).filter(({ size }) => size !== 1);
  const result: Dimension[] = [];
  for (const size of sizes) {
    if (size === undefined || size <= 0) return undefined;
    const taken: Run[] = [];
    let missing = size;
    while (missing > 1) {
      const run = runs.shift();
      if (run?.size === undefined) return undefined;
      if (missing % run.size === 0) {
        taken.push(run);
        missing /= run.size;
      } else if (run.axis === undefined && run.size % missing === 0) {
        taken.push({ axis: undefined, size: missing });
        runs.unshift({ axis: undefined, size: run.size / missing });
        missing = 1;
      } else {
        return undefined;
      }
    }
    result.push({ size, runs: taken.length > 0 ? taken : [{ axis: undefined, size: 1 }] });
  }
  return runs.length === 0 ? result : undefined;
}
