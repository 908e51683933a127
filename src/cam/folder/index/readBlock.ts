import { readFileSync } from 'node:fs';
import path from 'node:path';
import { npyHeader } from '../../maps/files/npy.ts';
import type { IndexedImage } from '../folderIndex.ts';
import type { BlockShape } from './block.ts';
import type { BlockEntry, BlockFile, Description, StoredArray } from './blockLayout.ts';
import { arraysOf, CHECKSUMS, DESCRIPTION } from './blockLayout.ts';
import { isIntact, readChecked, readCheckedParts } from './files/checkedFile.ts';
import { checksumOf } from './files/checksums.ts';
import { indexDamaged } from './files/errors.ts';
import { reading } from './files/readFault.ts';

/** What a description says of each image. */
type Columns = Omit<Description, 'name' | 'replaces' | 'positionType' | 'activations' | 'bytes'>;

/** @throws with the code `ENOENT` if the block has been replaced meanwhile; CamError `indexDamaged`. */
export function readEntry(indexFolder: string, name: string, shape: BlockShape): BlockEntry {
  const folder = path.join(indexFolder, name);
  const checksums = readChecksums(path.join(folder, CHECKSUMS));
  const file = path.join(folder, DESCRIPTION);
  const text = reading(file, () => readFileSync(file));
  if (checksumOf(text) !== checksums[0]) throw indexDamaged(file);
  const description = JSON.parse(text.toString('utf8')) as Description;
  if (description.name !== name) throw indexDamaged(folder);
  const { replaces, positionType, activations, bytes, ...columns } = description;
  const images = columns.paths.map((path, i) => imageAt(columns, shape, path, i));
  const known = { name, images, replaces, positionType, activations, bytes };
  return { ...known, arrays: arraysOf(folder, known, shape, checksums.subarray(1)) };
}

/** Fields are set one by one: copying objects into each other takes several times as long for fifty thousand images. */
function imageAt(columns: Columns, shape: BlockShape, path: string, i: number): IndexedImage {
  const grid = columns.grids?.[i];
  const image: IndexedImage = {
    path,
    size: columns.sizes[i] ?? 0,
    modified: columns.modified[i] ?? 0,
    photo: { width: columns.widths[i] ?? 0, height: columns.heights[i] ?? 0 },
    grid: grid ? { width: grid[0], height: grid[1] } : shape.grid,
    predicted: columns.predicted[i] ?? 0,
  };
  const orientation = columns.orientations?.[i] ?? 1;
  if (orientation !== 1) image.orientation = orientation;
  if (columns.gradientClasses) image.gradientClasses = columns.gradientClasses[i] ?? [];
  const mapClasses = columns.mapClasses?.[i];
  if (mapClasses) image.mapClasses = mapClasses;
  if (columns.logSums) image.logSum = columns.logSums[i] ?? 0;
  return image;
}

/** Needs no checksum of its own: other checksums are those of other files. */
function readChecksums(file: string): Uint32Array {
  const bytes = reading(file, () => readFileSync(file));
  // The headers of all lists have one length.
  const values = bytes.subarray(npyHeader([0], '<u4', 'C').length);
  const copy = new Uint8Array(4 * Math.floor(values.length / 4));
  copy.set(values.subarray(0, copy.length));
  return new Uint32Array(copy.buffer);
}

/**
 * Whether every file of the block holds what was written to it; reads all of them.
 * @throws the system's error if a file cannot be read.
 */
export async function isWhole({ arrays }: BlockEntry): Promise<boolean> {
  for (const array of arrays.values()) if (!(await isIntact(array))) return false;
  return true;
}

/**
 * A run of values of one of a block's arrays, in the order of the file.
 * @throws with the code `ENOENT` if the block has been replaced meanwhile; CamError `indexDamaged`.
 */
export function readValues(
  entry: BlockEntry,
  file: BlockFile,
  first: number,
  count: number,
): Uint8Array {
  const array = arrayOf(entry, file);
  return readChecked(array, first * array.bytesPerValue, count * array.bytesPerValue);
}

/**
 * The values of every channel in a run of images (of pairs, for `gradientActivations`), one channel after the other: of a large block only what the run needs
 * is read.
 * @param column the file, and the length of each of its columns
 * @param rows of the block
 * @param use gets the values of channel k, valid until it returns
 * @throws with the code `ENOENT` if the block has been replaced meanwhile; CamError `indexDamaged`.
 */
export function readRows(
  entry: BlockEntry,
  { file, length }: { file: BlockFile; length: number },
  channels: number,
  rows: { first: number; count: number },
  use: (k: number, values: Float32Array) => void,
): void {
  readCheckedParts(arrayOf(entry, file), (read) => {
    for (let k = 0; k < channels; k++) {
      const bytes = read(4 * (k * length + rows.first), 4 * rows.count);
      use(k, new Float32Array(bytes.buffer, bytes.byteOffset, rows.count));
    }
  });
}

function arrayOf({ name, arrays }: BlockEntry, file: BlockFile): StoredArray {
  const array = arrays.get(file);
  if (!array) throw new Error(`${name} has no ${file}`);
  return array;
}
