import { mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { NpyArray } from '../../maps/files/npy.ts';
import { encodeNpy, npyHeader } from '../../maps/files/npy.ts';
import type { Block, BlockShape } from './block.ts';
import { POOLED_FILES, pairCount } from './block.ts';
import type { BlockEntry, BlockFile, Description, Layout } from './blockLayout.ts';
import { arraysOf, CHECKSUMS, countOf, DESCRIPTION, filesOf, layoutOf } from './blockLayout.ts';
import { checksumOf, pageChecksums } from './files/checksums.ts';
import { syncFolder, writeSynced } from './files/syncedFiles.ts';
import { momentsOf } from './moments.ts';

/** The source of a block to write. */
export interface BlockContent extends Pick<BlockEntry, 'images' | 'positionType' | 'activations'> {
  /** Values in the order of the file; each array is requested once. */
  array(file: BlockFile): NpyArray;
}

/** What a block in memory is written from. */
export function contentOf(block: Block, shape: BlockShape): BlockContent {
  const { images, activations } = block;
  const isShort = block.positions.every((position) => position <= 0xffff);
  const pooled = (file: 'means' | 'maxima' | 'powers'): Float32Array => {
    const values = block[file];
    if (!values) throw new Error(`the block has no ${file}`);
    return values;
  };
  return {
    images,
    positionType: isShort ? '<u2' : '<u4',
    activations: activations.keys.length / 2,
    array: (file) => {
      switch (file) {
        case 'positions':
          return isShort ? Uint16Array.from(block.positions) : block.positions;
        case 'logits':
          return block.logits;
        case 'moments':
          return momentsOf(shape, images.length, (pooling) => pooled(POOLED_FILES[pooling]));
        case 'activationKeys':
          return activations.keys;
        case 'activations':
          return activations.values;
        case 'gradientActivations':
          return block.gradientActivations;
        case 'maps':
          return block.maps;
        default:
          return pooled(file);
      }
    },
  };
}

/**
 * Writes a block into a temporary folder and renames that, so that a block exists completely or not at all, also after
 * a power failure.
 * @param replaces blocks whose images this one now contains
 */
export function writeBlock(
  indexFolder: string,
  name: string,
  content: BlockContent,
  shape: BlockShape,
  replaces: string[],
): BlockEntry {
  const temporary = path.join(indexFolder, `${TEMPORARY}${name}`);
  mkdirSync(temporary);
  try {
    const entry = writeFiles(indexFolder, temporary, { name, replaces }, content, shape);
    syncFolder(temporary);
    renameSync(temporary, path.join(indexFolder, name));
    syncFolder(indexFolder);
    return entry;
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
}

function writeFiles(
  indexFolder: string,
  folder: string,
  named: Pick<BlockEntry, 'name' | 'replaces'>,
  content: BlockContent,
  shape: BlockShape,
): BlockEntry {
  const { images, positionType, activations } = content;
  let bytes = 0;
  const checksums: number[] = [];
  let entry: BlockEntry | undefined;
  writeSynced((append) => {
    // In two pieces: an array of a large block is not copied first.
    for (const file of filesOf(shape, content)) {
      const layout = layoutOf(shape, content, file);
      const values = bytesIn(content.array(file), layout);
      const header = npyHeader(layout.shape, layout.type, layout.order);
      append(path.join(folder, `${file}.npy`), header);
      append(path.join(folder, `${file}.npy`), values);
      bytes += header.length + values.length;
      for (const checksum of pageChecksums(values)) checksums.push(checksum);
    }
    const known = { ...named, images, positionType, activations, bytes };
    const place = path.join(indexFolder, named.name);
    entry = { ...known, arrays: arraysOf(place, known, shape, Uint32Array.from(checksums)) };
    const description = new TextEncoder().encode(describe(entry, shape));
    const all = Uint32Array.from([checksumOf(description), ...checksums]);
    append(path.join(folder, DESCRIPTION), description);
    append(path.join(folder, CHECKSUMS), encodeNpy([all.length], all));
  });
  if (!entry) throw new Error('the files are written');
  return entry;
}

function bytesIn(values: NpyArray, layout: Layout): Uint8Array {
  if (values.length !== countOf(layout)) {
    throw new RangeError(`(${layout.shape.join(', ')}) does not hold ${values.length} values`);
  }
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** Beginning of the names of folders that are being written or deleted. */
export const TEMPORARY = 'tmp-';

function describe(entry: BlockEntry, { grid }: BlockShape): string {
  const { images, arrays: _, ...rest } = entry;
  const description: Description = {
    ...rest,
    paths: images.map(({ path }) => path),
    sizes: images.map(({ size }) => size),
    modified: images.map(({ modified }) => modified),
    widths: images.map(({ photo }) => photo.width),
    heights: images.map(({ photo }) => photo.height),
    predicted: images.map(({ predicted }) => predicted),
  };
  if (pairCount(images) > 0) {
    description.gradientClasses = images.map(({ gradientClasses = [] }) => gradientClasses);
  }
  if (images.some(({ orientation = 1 }) => orientation !== 1)) {
    description.orientations = images.map(({ orientation = 1 }) => orientation);
  }
  if (images.some(({ mapClasses }) => mapClasses !== undefined)) {
    description.mapClasses = images.map(({ mapClasses = null }) => mapClasses);
  }
  if (images.some(({ logSum }) => logSum !== undefined)) {
    description.logSums = images.map(({ logSum = 0 }) => logSum);
  }
  const isUsual = images.every(
    (image) => image.grid.width === grid.width && image.grid.height === grid.height,
  );
  if (!isUsual) description.grids = images.map((image) => [image.grid.width, image.grid.height]);
  return JSON.stringify(description);
}
