import type { FloatTensor } from '../../runtime/session.ts';

/** A tensor of the graph with more than one position. */
export interface SpatialTensor {
  name: string;
  elementType: number;
  /** Its shape: batch, then three sizes; or two, where positions are in a row (tokens). */
  dims: readonly number[];
  /** The ways in which it may be read; the behaviour of the head decides between them. */
  layouts: FeatureLayout[];
}

/** The axis of a spatial tensor that holds its channels, 1 or 3 (with tokens as a grid), and the tensor's sizes. */
export interface FeatureLayout {
  channelAxis: 1 | 3;
  channels: number;
  height: number;
  width: number;
}

interface Picture {
  width: number;
  height: number;
}

/**
 * The tensor with the ways to read it as a map; undefined where it has no positions.
 * - Four dimensions, of which at least two besides the batch are larger than one.
 * - Three, [N, T, C] or [N, C, T], where T positions fill a grid in the picture's proportions, row by row.
 */
export function asSpatial(
  tensor: { name: string; elementType: number; dims: readonly number[] },
  picture: Picture,
  batch: number,
): SpatialTensor | undefined {
  const [rows, ...rest] = tensor.dims;
  if ((rows !== batch && rows !== 0) || rest.includes(0)) return undefined;
  const dims = [batch, ...rest];
  const layouts = possibleLayouts(dims, picture);
  const enough = rest.length === 2 || rest.filter((size) => size > 1).length >= 2;
  return enough && layouts.length > 0 ? { ...tensor, dims, layouts } : undefined;
}

function possibleLayouts(dims: readonly number[], picture: Picture): FeatureLayout[] {
  const [, a = 0, b = 0, c = 0] = dims;
  const both: FeatureLayout[] = [];
  if (dims.length === 4) {
    both.push({ channelAxis: 1, channels: a, height: b, width: c });
    both.push({ channelAxis: 3, channels: c, height: a, width: b });
  } else if (dims.length === 3) {
    const [rowsOfTokens, columnsOfTokens] = [tokenGrid(a, picture), tokenGrid(b, picture)];
    if (rowsOfTokens && b > 1) both.push({ channelAxis: 3, channels: b, ...rowsOfTokens });
    if (columnsOfTokens && a > 1) both.push({ channelAxis: 1, channels: a, ...columnsOfTokens });
  }
  return both;
}

/** The grid of `count` positions that has exactly the proportions of the picture. */
export function tokenGrid(count: number, { width, height }: Picture): Picture | undefined {
  const rows = Math.round(Math.sqrt((count * height) / width));
  if (count < 4 || rows < 2 || count % rows !== 0) return undefined;
  const columns = count / rows;
  return rows * width === columns * height ? { height: rows, width: columns } : undefined;
}

/** The layout of a tensor that the model gave for a picture of another size, read as `like`. */
export function layoutOf(
  dims: readonly number[],
  like: FeatureLayout,
  picture: Picture,
): FeatureLayout {
  const found = possibleLayouts([1, ...dims.slice(1)], picture).find(
    ({ channelAxis, channels }) => channelAxis === like.channelAxis && channels === like.channels,
  );
  return found ?? { ...like, height: 1, width: 1 };
}

/** Shape of a batch in the tensor's own axis order, tokens as a grid. */
export function tensorDims(layout: FeatureLayout, batch: number): number[] {
  const { channels, height, width } = layout;
  return layout.channelAxis === 1
    ? [batch, channels, height, width]
    : [batch, height, width, channels];
}

/** Channel-first copy of one image of a tensor; the same array where it is channel-first already. */
export function toChannelFirst(values: Float32Array, layout: FeatureLayout): Float32Array {
  const { channelAxis, channels, height, width } = layout;
  return channelAxis === 1 ? values : transpose(values, height * width, channels);
}

/** Inverse of {@link toChannelFirst}. */
export function fromChannelFirst(values: Float32Array, layout: FeatureLayout): Float32Array {
  const { channelAxis, channels, height, width } = layout;
  return channelAxis === 1 ? values : transpose(values, channels, height * width);
}

/** The transpose of a row-major matrix of `rows` × `columns`, as a copy. */
export function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      result[column * rows + row] = values[row * columns + column] as number;
    }
  }
  return result;
}

/** Splits a batch tensor into its rows, each a view. */
export function batchRows(tensor: FloatTensor): Float32Array[] {
  const batch = tensor.dims[0] ?? 1;
  const size = tensor.values.length / batch;
  return Array.from({ length: batch }, (_, row) =>
    tensor.values.subarray(row * size, (row + 1) * size),
  );
}
