import path from 'node:path';
import type { NpyOrder, NpyType } from '../../maps/files/npy.ts';
import { npyHeader } from '../../maps/files/npy.ts';
import type { IndexedImage } from '../folderIndex.ts';
import type { BlockShape } from './block.ts';
import { mapValueCount, pairCount } from './block.ts';
import type { CheckedFile } from './files/checkedFile.ts';
import { PAGE_BYTES } from './files/checksums.ts';

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
  arrays: ReadonlyMap<BlockFile, StoredArray>;
}

/** One of a block's arrays on the disk. */
export interface StoredArray extends CheckedFile {
  bytesPerValue: number;
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
  | 'activations'
  | 'gradientActivations'
  | 'maps';

export interface Layout {
  shape: number[];
  type: NpyType;
  order: NpyOrder;
}

/** Shape, element type and order of a file of a block. */
export function layoutOf(
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
    case 'gradientActivations':
      return { ...column, shape: [pairCount(images), channels] };
    case 'maps':
      return { shape: [mapValueCount(images)], type: '<f4', order: 'C' };
  }
}

export function filesOf(
  { poolings }: BlockShape,
  { images }: Pick<BlockEntry, 'images'>,
): BlockFile[] {
  return [
    ...FILES,
    ...(poolings.includes('power') ? (['powers'] as const) : []),
    ...(pairCount(images) > 0 ? (['gradientActivations'] as const) : []),
    ...(mapValueCount(images) > 0 ? (['maps'] as const) : []),
  ];
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

/**
 * The arrays of a block.
 * @param folder of the block
 * @param checksums of the pages of their values, one file after the other
 */
export function arraysOf(
  folder: string,
  entry: Pick<BlockEntry, 'images' | 'positionType' | 'activations'>,
  shape: BlockShape,
  checksums: Uint32Array,
): Map<BlockFile, StoredArray> {
  const arrays = new Map<BlockFile, StoredArray>();
  let page = 0;
  for (const name of filesOf(shape, entry)) {
    const layout = layoutOf(shape, entry, name);
    const bytesPerValue = Number(layout.type.slice(-1));
    const length = countOf(layout) * bytesPerValue;
    const pages = Math.ceil(length / PAGE_BYTES);
    arrays.set(name, {
      file: path.join(folder, `${name}.npy`),
      start: npyHeader(layout.shape, layout.type, layout.order).length,
      length,
      bytesPerValue,
      checksums: checksums.subarray(page, page + pages),
      compared: new Uint8Array(pages),
    });
    page += pages;
  }
  return arrays;
}

export function countOf({ shape }: Layout): number {
  return shape.reduce((product, length) => product * length, 1);
}

export const DESCRIPTION = 'images.json';

/** CRC-32 of the description, then of the pages of each file's values. */
export const CHECKSUMS = 'checksums.npy';

/** The images of a block in columns: fifty thousand of them are parsed in about ten milliseconds. */
export interface Description {
  /** Of the block: a copy under another name would give its images twice. */
  name: string;
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
  /** EXIF orientation of each image; absent if all are stored upright. */
  orientations?: number[];
  /** Of each image; absent if there are none. */
  gradientClasses?: (readonly number[])[];
  /** Of each image, null for one without maps; absent if none has any. */
  mapClasses?: (readonly number[] | null)[];
  /** Of each image; absent if the model has no more scores than classes. */
  logSums?: number[];
  /** [width, height] of each image's grid; absent if all have the index's grid. */
  grids?: [number, number][];
}
