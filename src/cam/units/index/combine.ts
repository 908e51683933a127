import type { IndexedImage } from '../unitIndex.ts';
import type { Block, BlockShape } from './block.ts';
import type { BlockEntry, BlockFile } from './blockFiles.ts';
import { readValues } from './blockFiles.ts';

/** Images of a block that stay, by their rows, ascending. */
export interface Part {
  entry: BlockEntry;
  rows: number[];
}

/** The images that stay of some blocks, as one block. */
export function combineBlocks(
  indexFolder: string,
  parts: readonly Part[],
  shape: BlockShape,
): Block {
  const { channels, classes, poolings } = shape;
  const images = parts.flatMap(({ entry, rows }) =>
    rows.flatMap((row): IndexedImage[] => entry.images.slice(row, row + 1)),
  );
  const n = images.length;
  const read = (entry: BlockEntry, file: BlockFile, count: number) =>
    readValues(indexFolder, entry, shape, file, 0, count).buffer;
  const column = (file: 'means' | 'maxima' | 'powers') =>
    combineColumns(new Float32Array(n * channels), n, parts, (entry) => {
      return new Float32Array(read(entry, file, entry.images.length * channels));
    });
  const logits = new Float32Array(n * classes);
  let next = 0;
  for (const { entry, rows } of parts) {
    const values = new Float32Array(read(entry, 'logits', entry.images.length * classes));
    for (const row of rows) {
      logits.set(values.subarray(row * classes, (row + 1) * classes), next * classes);
      next++;
    }
  }
  return {
    images,
    means: column('means'),
    maxima: column('maxima'),
    positions: combineColumns(new Uint32Array(n * channels), n, parts, (entry) => {
      const bytes = read(entry, 'positions', entry.images.length * channels);
      return entry.positionType === '<u2' ? new Uint16Array(bytes) : new Uint32Array(bytes);
    }),
    powers: poolings.includes('power') ? column('powers') : undefined,
    logits,
    activations: combineActivations(indexFolder, parts, shape),
  };
}

function combineColumns<T extends Float32Array | Uint32Array>(
  columns: T,
  total: number,
  parts: readonly Part[],
  read: (entry: BlockEntry) => Float32Array | Uint32Array | Uint16Array,
): T {
  let first = 0;
  for (const { entry, rows } of parts) {
    const values = read(entry);
    const n = entry.images.length;
    const channels = n === 0 ? 0 : values.length / n;
    for (let k = 0; k < channels; k++) {
      let to = k * total + first;
      for (const row of rows) columns[to++] = values[k * n + row] as number;
    }
    first += rows.length;
  }
  return columns;
}

function combineActivations(
  indexFolder: string,
  parts: readonly Part[],
  shape: BlockShape,
): Block['activations'] {
  const size = shape.grid.width * shape.grid.height;
  const kept: { channel: number; image: number; values: Float32Array }[] = [];
  let first = 0;
  for (const { entry, rows } of parts) {
    const count = entry.activations;
    const of = (file: BlockFile, length: number) =>
      readValues(indexFolder, entry, shape, file, 0, length).buffer;
    const keys = new Uint32Array(of('activationKeys', 2 * count));
    const values = new Float32Array(of('activations', size * count));
    const newRow = new Map(rows.map((row, i) => [row, first + i]));
    for (let i = 0; i < count; i++) {
      const image = newRow.get(keys[2 * i + 1] as number);
      if (image === undefined) continue;
      const channel = keys[2 * i] as number;
      kept.push({ channel, image, values: values.subarray(i * size, (i + 1) * size) });
    }
    first += rows.length;
  }
  return keptActivations(kept, size);
}

/** Activations in the order in which a block keeps them. */
export function keptActivations(
  kept: { channel: number; image: number; values: Float32Array }[],
  size: number,
): Block['activations'] {
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
