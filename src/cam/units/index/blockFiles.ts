import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { NpyArray, NpyOrder, NpyType } from '../../maps/files/npy.ts';
import { npyHeader } from '../../maps/files/npy.ts';
import type { IndexedImage } from '../unitIndex.ts';
import type { Block, BlockShape } from './block.ts';
import { POOLED_FILES } from './block.ts';
import { indexDamaged } from './errors.ts';
import { momentsOf } from './moments.ts';
import { readPart, readParts } from './readPart.ts';

/** A block as described in its folder: everything except the arrays. */
export interface BlockEntry {
  /** Name of its folder. */
  name: string;
  images: IndexedImage[];
  /** Blocks whose images it now contains; they may not be deleted yet. */
  replaces: string[];
  positionType: '<u2' | '<u4';
  /** Pairs of channel and image whose activation is kept. */
  activations: number;
  /** Size on disk. */
  bytes: number;
}

/** The source of a block to write. */
export interface BlockContent extends Pick<BlockEntry, 'images' | 'positionType' | 'activations'> {
  /** Values in the order of the file; each array is requested once. */
  array(file: BlockFile): NpyArray;
}

/** The arrays of a block by their file. */
export type BlockFile =
  | 'means'
  | 'maxima'
  | 'positions'
  | 'powers'
  | 'logits'
  | 'moments'
  | 'activationKeys'
  | 'activations';

interface Layout {
  shape: number[];
  type: NpyType;
  order: NpyOrder;
}

/** Shape, element type and order of a file of a block. */
function layoutOf(
  { channels, classes, grid, poolings }: BlockShape,
  {
    images,
    positionType,
    activations,
  }: Pick<BlockEntry, 'images' | 'positionType' | 'activations'>,
  file: BlockFile,
): Layout {
  const column: Layout = { shape: [images.length, channels], type: '<f4', order: 'F' };
  switch (file) {
    case 'means':
    case 'maxima':
    case 'powers':
      return column;
    case 'positions':
      return { ...column, type: positionType };
    case 'logits':
      return { shape: [images.length, classes], type: '<f4', order: 'C' };
    case 'moments':
      return { shape: [2, channels * poolings.length], type: '<f8', order: 'C' };
    case 'activationKeys':
      return { shape: [activations, 2], type: '<u4', order: 'C' };
    case 'activations':
      return { shape: [activations, grid.height, grid.width], type: '<f4', order: 'C' };
  }
}

function filesOf({ poolings }: BlockShape): BlockFile[] {
  return poolings.includes('power') ? [...FILES, 'powers'] : FILES;
}

const FILES: BlockFile[] = [
  'means',
  'maxima',
  'positions',
  'logits',
  'moments',
  'activationKeys',
  'activations',
];

/** Where the values begin in a file of this layout. */
function dataStart({ shape, type, order }: Layout): number {
  return npyHeader(shape, type, order).length;
}

function byteLength(layout: Layout): number {
  return dataStart(layout) + countOf(layout) * bytesOf(layout.type);
}

function countOf({ shape }: Layout): number {
  return shape.reduce((product, length) => product * length, 1);
}

function bytesOf(type: NpyType): number {
  return Number(type.slice(-1));
}

const DESCRIPTION = 'images.json';

/** The images of a block in columns: fifty thousand of them are parsed in about ten milliseconds. */
interface Description {
  replaces: string[];
  positionType: '<u2' | '<u4';
  activations: number;
  bytes: number;
  paths: string[];
  sizes: number[];
  modified: number[];
  widths: number[];
  heights: number[];
  predicted: number[];
  /** [width, height] of each image's grid; absent if all have the index's grid. */
  grids?: [number, number][];
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
        default:
          return pooled(file);
      }
    },
  };
}

/**
 * Writes a block into a temporary folder and renames that, so that a block exists completely or not at all.
 * @param replaces blocks whose images this one now contains
 */
export function writeBlock(
  indexFolder: string,
  name: string,
  content: BlockContent,
  shape: BlockShape,
  replaces: string[],
): BlockEntry {
  const { images, positionType, activations } = content;
  const temporary = path.join(indexFolder, `${TEMPORARY}${name}`);
  mkdirSync(temporary);
  let bytes = 0;
  for (const file of filesOf(shape)) {
    const layout = layoutOf(shape, content, file);
    writeArray(path.join(temporary, `${file}.npy`), layout, content.array(file));
    bytes += byteLength(layout);
  }
  const entry = { name, images, replaces, positionType, activations, bytes };
  writeFileSync(path.join(temporary, DESCRIPTION), describe(entry, shape));
  renameSync(temporary, path.join(indexFolder, name));
  return entry;
}

/** Written in two parts: an array of a large block is not copied first. */
function writeArray(file: string, layout: Layout, values: NpyArray): void {
  if (values.length !== countOf(layout)) {
    throw new RangeError(`(${layout.shape.join(', ')}) does not hold ${values.length} values`);
  }
  const handle = openSync(file, 'w');
  try {
    writeFileSync(handle, npyHeader(layout.shape, layout.type, layout.order));
    writeFileSync(handle, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  } finally {
    closeSync(handle);
  }
}

/** Beginning of the names of folders that are being written or deleted. */
export const TEMPORARY = 'tmp-';

function describe(entry: BlockEntry, { grid }: BlockShape): string {
  const { images, name: _, ...rest } = entry;
  const description: Description = {
    ...rest,
    paths: images.map(({ path }) => path),
    sizes: images.map(({ size }) => size),
    modified: images.map(({ modified }) => modified),
    widths: images.map(({ photo }) => photo.width),
    heights: images.map(({ photo }) => photo.height),
    predicted: images.map(({ predicted }) => predicted),
  };
  const isUsual = images.every(
    (image) => image.grid.width === grid.width && image.grid.height === grid.height,
  );
  if (!isUsual) description.grids = images.map((image) => [image.grid.width, image.grid.height]);
  return JSON.stringify(description);
}

/** @throws with the code `ENOENT` if the block has been replaced meanwhile; CamError `indexDamaged`. */
export function readEntry(indexFolder: string, name: string, { grid }: BlockShape): BlockEntry {
  const file = path.join(indexFolder, name, DESCRIPTION);
  const description = parseDescription(file, readFileSync(file, 'utf8'));
  const { replaces, positionType, activations, bytes, ...columns } = description;
  const images = columns.paths.map((path, i): IndexedImage => {
    const [width, height] = columns.grids?.[i] ?? [grid.width, grid.height];
    return {
      path,
      size: columns.sizes[i] ?? 0,
      modified: columns.modified[i] ?? 0,
      photo: { width: columns.widths[i] ?? 0, height: columns.heights[i] ?? 0 },
      grid: { width, height },
      predicted: columns.predicted[i] ?? 0,
    };
  });
  return { name, images, replaces, positionType, activations, bytes };
}

function parseDescription(file: string, text: string): Description {
  try {
    return JSON.parse(text) as Description;
  } catch (cause) {
    throw indexDamaged(file, cause);
  }
}

/** Whether every file of the block has its size; a power failure may leave shorter ones. */
export function isWhole(indexFolder: string, entry: BlockEntry, shape: BlockShape): boolean {
  return filesOf(shape).every((file) => {
    const stats = statSync(path.join(indexFolder, entry.name, `${file}.npy`), {
      throwIfNoEntry: false,
    });
    return stats?.size === byteLength(layoutOf(shape, entry, file));
  });
}

/**
 * A run of values of one of a block's arrays, in the order of the file.
 * @throws with the code `ENOENT` if the block has been replaced meanwhile.
 */
export function readValues(
  indexFolder: string,
  entry: BlockEntry,
  shape: BlockShape,
  file: BlockFile,
  first: number,
  count: number,
): Uint8Array {
  const layout = layoutOf(shape, entry, file);
  const bytes = bytesOf(layout.type);
  const start = dataStart(layout) + first * bytes;
  return readPart(path.join(indexFolder, entry.name, `${file}.npy`), start, count * bytes);
}

/**
 * The values of every channel in a run of images, one channel after the other: of a large block only what the run needs
 * is read.
 * @param rows of the block
 * @param use gets the values of channel k; the array is the same for each
 * @throws with the code `ENOENT` if the block has been replaced meanwhile.
 */
export function readRows(
  indexFolder: string,
  entry: BlockEntry,
  shape: BlockShape,
  file: 'means' | 'maxima' | 'powers',
  rows: { first: number; count: number },
  use: (k: number, values: Float32Array) => void,
): void {
  const layout = layoutOf(shape, entry, file);
  const start = dataStart(layout);
  const values = new Float32Array(rows.count);
  const bytes = new Uint8Array(values.buffer);
  readParts(path.join(indexFolder, entry.name, `${file}.npy`), (read) => {
    for (let k = 0; k < shape.channels; k++) {
      read(bytes, start + 4 * (k * entry.images.length + rows.first));
      use(k, values);
    }
  });
}
