import type { IndexedImage } from '../folderIndex.ts';
import type { Block, BlockShape, KeptActivations } from './block.ts';

/** The stored data of one image. */
export interface IndexRow {
  image: IndexedImage;
  /** One value for each channel. */
  means: Float32Array;
  maxima: Float32Array;
  positions: Uint32Array;
  /** Generalised means, if the head uses them. */
  powers: Float32Array | undefined;
  logits: Float32Array;
  /** For each of the image's `gradientClasses`. */
  gradientActivations?: readonly Float32Array[];
  /** The mean activation, then a map for each of the image's `mapClasses`; absent if it has none. */
  maps?: Float32Array;
}

/** Makes a block from rows. */
export function blockOf(
  rows: readonly IndexRow[],
  activations: KeptActivations,
  shape: BlockShape,
): Block {
  const hasPowers = shape.poolings.includes('power');
  const n = rows.length;
  const logits = new Float32Array(n * shape.classes);
  for (const [i, row] of rows.entries()) logits.set(row.logits, i * shape.classes);
  const pairs = rows.flatMap(({ gradientActivations = [] }) => gradientActivations);
  const column = (of: (row: IndexRow) => Float32Array) =>
    inColumns(rows.map(of), new Float32Array(n * shape.channels));
  return {
    images: rows.map(({ image }) => image),
    means: column(({ means }) => means),
    maxima: column(({ maxima }) => maxima),
    positions: inColumns(
      rows.map(({ positions }) => positions),
      new Uint32Array(n * shape.channels),
    ),
    powers: hasPowers ? column(({ powers }) => powers ?? new Float32Array()) : undefined,
    logits,
    gradientActivations: inColumns(pairs, new Float32Array(pairs.length * shape.channels)),
    maps: joined(rows.flatMap(({ maps }) => maps ?? [])),
    activations,
  };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** rows[i][k] → columns[k·n + i] */
function inColumns<T extends Float32Array | Uint32Array>(rows: readonly T[], columns: T): T {
  const n = rows.length;
  for (const [i, row] of rows.entries()) {
    for (let k = 0, at = i; at < columns.length; k++, at += n) columns[at] = row[k] as number;
  }
  return columns;
}
