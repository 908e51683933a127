import type { IndexedImage } from '../folderIndex.ts';
import type { BlockShape, KeptActivations } from './block.ts';
import { mapValueCount, POOLED_FILES, pairCount } from './block.ts';
import type { BlockEntry, BlockFile } from './blockLayout.ts';
import { pairPlaces } from './gradientPairs.ts';
import { mapStarts, readMapsOf } from './keptMaps.ts';
import { momentsOf } from './moments.ts';
import { readValues } from './readBlock.ts';
import type { BlockContent } from './writeBlock.ts';

/** Remaining images of a block, by their rows, ascending. */
export interface Part {
  entry: BlockEntry;
  rows: number[];
}

/**
 * The remaining images of some blocks, as one block. An array is read on request, so only one is in memory, however
 * large the block becomes.
 */
export function combineBlocks(parts: readonly Part[], shape: BlockShape): BlockContent {
  const images = parts.flatMap(({ entry, rows }) =>
    rows.flatMap((row): IndexedImage[] => entry.images.slice(row, row + 1)),
  );
  const n = images.length;
  const { channels, classes, grid } = shape;
  const cells = grid.width * grid.height;
  const isShort = parts.every(({ entry }) => entry.positionType === '<u2');
  const kept = keptPairs(parts, shape);
  const floats = ({ entry }: Part, file: BlockFile, count: number) =>
    new Float32Array(readValues(entry, file, 0, count).buffer);
  const columns = parts.map((part) => ({ part, n: part.entry.images.length, rows: part.rows }));
  const column = (file: BlockFile) =>
    combineColumns(new Float32Array(n * channels), n, columns, ({ part, n }) =>
      floats(part, file, n * channels),
    );
  const positions = () =>
    combineColumns(
      new (isShort ? Uint16Array : Uint32Array)(n * channels),
      n,
      columns,
      ({ part }) => {
        const count = part.entry.images.length * channels;
        const { buffer } = readValues(part.entry, 'positions', 0, count);
        return part.entry.positionType === '<u2'
          ? new Uint16Array(buffer)
          : new Uint32Array(buffer);
      },
    );
  return {
    images,
    positionType: isShort ? '<u2' : '<u4',
    activations: kept.keys.length / 2,
    array: (file) => {
      switch (file) {
        case 'means':
        case 'maxima':
        case 'powers':
          return column(file);
        case 'positions':
          return positions();
        case 'logits':
          return combineRows(parts, n, classes, (part) =>
            floats(part, 'logits', part.entry.images.length * classes),
          );
        case 'moments':
          return momentsOf(shape, n, (pooling) => column(POOLED_FILES[pooling]));
        case 'maps':
          return combineMaps(parts, images);
        case 'gradientActivations': {
          const m = pairCount(images);
          const pairs = parts.filter(({ entry }) => pairCount(entry.images) > 0).map(pairsOf);
          return combineColumns(new Float32Array(m * channels), m, pairs, ({ part, n }) =>
            floats(part, file, n * channels),
          );
        }
        case 'activationKeys':
          return kept.keys;
        case 'activations':
          return combineActivations(parts, kept, cells, (part) =>
            floats(part, 'activations', cells * part.entry.activations),
          );
      }
    },
  };
}

/** Columns of a part: of length n, of which some rows stay. */
interface PartColumns {
  part: Part;
  n: number;
  rows: number[];
}

/** The pairs of image and class of a part. */
function pairsOf(part: Part): PartColumns {
  const { images } = part.entry;
  const { starts, count } = pairPlaces(images);
  const rows = part.rows.flatMap((row) =>
    (images[row]?.gradientClasses ?? []).map((_, i) => (starts[row] ?? 0) + i),
  );
  return { part, n: count, rows };
}

function combineColumns<T extends Float32Array | Uint32Array | Uint16Array>(
  columns: T,
  total: number,
  parts: readonly PartColumns[],
  read: (part: PartColumns) => Float32Array | Uint32Array | Uint16Array,
): T {
  let first = 0;
  for (const part of parts) {
    const { n, rows } = part;
    const values = read(part);
    const channels = n === 0 ? 0 : values.length / n;
    for (let k = 0; k < channels; k++) {
      let to = k * total + first;
      for (const row of rows) columns[to++] = values[k * n + row] as number;
    }
    first += rows.length;
  }
  return columns;
}

function combineRows(
  parts: readonly Part[],
  total: number,
  width: number,
  read: (part: Part) => Float32Array,
): Float32Array {
  const all = new Float32Array(total * width);
  let next = 0;
  for (const part of parts) {
    const values = read(part);
    for (const row of part.rows) {
      all.set(values.subarray(row * width, (row + 1) * width), next * width);
      next++;
    }
  }
  return all;
}

/** @param images of all parts, in their order */
function combineMaps(parts: readonly Part[], images: readonly IndexedImage[]): Float32Array {
  const all = new Float32Array(mapValueCount(images));
  let next = 0;
  for (const { entry, rows } of parts) {
    const starts = mapStarts(entry.images);
    for (const row of rows) {
      const values = readMapsOf(entry, starts, row);
      all.set(values, next);
      next += values.length;
    }
  }
  return all;
}

/** Pairs of channel and image of the new block, and the new place of each old pair. */
interface KeptPairs {
  keys: Uint32Array;
  /** For each part and pair the new place; −1 for a removed image. */
  places: Int32Array[];
}

/** Images of a part come after those of the parts before it, so the new order is by channel, then by part. */
function keptPairs(parts: readonly Part[], shape: BlockShape): KeptPairs {
  let first = 0;
  const sources = parts.map(({ entry, rows }) => {
    const count = 2 * entry.activations;
    const keys = readValues(entry, 'activationKeys', 0, count);
    const newRow = new Map(rows.map((row, i) => [row, first + i]));
    first += rows.length;
    return { keys: new Uint32Array(keys.buffer), newRow, next: 0 };
  });
  const places = parts.map(({ entry }) => new Int32Array(entry.activations).fill(-1));
  const pairs: number[] = [];
  for (let channel = 0; channel < shape.channels; channel++) {
    for (const [p, source] of sources.entries()) {
      for (; source.keys[2 * source.next] === channel; source.next++) {
        const image = source.newRow.get(source.keys[2 * source.next + 1] as number);
        if (image === undefined) continue;
        (places[p] as Int32Array)[source.next] = pairs.length / 2;
        pairs.push(channel, image);
      }
    }
  }
  return { keys: Uint32Array.from(pairs), places };
}

function combineActivations(
  parts: readonly Part[],
  { keys, places }: KeptPairs,
  cells: number,
  read: (part: Part) => Float32Array,
): Float32Array {
  const all = new Float32Array((keys.length / 2) * cells);
  for (const [p, part] of parts.entries()) {
    const values = read(part);
    for (const [i, place] of (places[p] ?? []).entries()) {
      if (place >= 0) all.set(values.subarray(i * cells, (i + 1) * cells), place * cells);
    }
  }
  return all;
}

/** Activations in the order in which a block keeps them. */
export function keptActivations(
  kept: { channel: number; image: number; values: Float32Array }[],
  size: number,
): KeptActivations {
  kept.sort((a, b) => a.channel - b.channel || a.image - b.image);
  const keys = new Uint32Array(2 * kept.length);
  const values = new Float32Array(size * kept.length);
  for (const [i, { channel, image, values: activation }] of kept.entries()) {
    keys[2 * i] = channel;
    keys[2 * i + 1] = image;
    values.set(activation, i * size);
  }
  return { keys, values };
}
