import { closeSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { checksumOf, PAGE_BYTES } from './checksums.ts';
import { indexDamaged } from './errors.ts';
import { reading } from './readFault.ts';

/** The values of a file, and what they must be. */
export interface CheckedFile {
  file: string;
  /** Where the values begin, behind the header. */
  start: number;
  /** Bytes of the values. */
  length: number;
  /** Of each page of the values, see {@link pageChecksums}. */
  checksums: Uint32Array;
  /** 1 for each page that was compared: files of an index are never changed, so once is enough. */
  compared: Uint8Array;
}

/**
 * Some bytes of the values, aligned for every element type. Read synchronously and not through the thread pool: a
 * column of a large index is two hundred reads of one kilobyte, which would wait three times as long as they take.
 * @throws CamError `indexDamaged` if the file is shorter or holds other bytes than were written.
 */
export function readChecked(source: CheckedFile, first: number, length: number): Uint8Array {
  const isWhole = first === 0 && length === source.length;
  let bytes: Uint8Array = new Uint8Array();
  readCheckedParts(source, (read) => {
    const part = read(first, length);
    bytes = isWhole ? part : part.slice();
  });
  return bytes;
}

/**
 * As {@link readChecked}, for several parts of a file that is opened once.
 * @param use gets a function that reads a part; its result is valid until the next call
 */
export function readCheckedParts(
  source: CheckedFile,
  use: (read: (first: number, length: number) => Uint8Array) => void,
): void {
  const { file } = source;
  const handle = reading(file, () => openSync(file, 'r'));
  let room: Uint8Array = new Uint8Array();
  try {
    use((first, length) => {
      const { from, to } = rangeToRead(source, first, length);
      if (room.length < to - from) room = new Uint8Array(to - from);
      const bytes = room.subarray(0, to - from);
      const isThere = reading(file, () => fill(handle, bytes, source.start + from));
      if (!isThere || !agrees(source, bytes, from)) throw indexDamaged(file);
      return bytes.subarray(first - from, first - from + length);
    });
  } finally {
    closeSync(handle);
  }
}

/**
 * Whether all pages are as they were written; reads through the thread pool, because this is the whole file.
 * @throws the system's error if the file cannot be read.
 */
export async function isIntact(source: CheckedFile): Promise<boolean> {
  const { file, start, length } = source;
  const handle = await open(file);
  try {
    const bytes = new Uint8Array(PAGES_AT_ONCE * PAGE_BYTES);
    for (let from = 0; from < length; from += bytes.length) {
      const part = bytes.subarray(0, Math.min(bytes.length, length - from));
      const { bytesRead } = await handle.read(part, 0, part.length, start + from);
      if (bytesRead < part.length) return false;
      if (!agrees(source, part, from)) return false;
    }
    return true;
  } finally {
    await handle.close();
  }
}

const PAGES_AT_ONCE = 256;

/** Whole pages, unless all of them were compared before. */
function rangeToRead(
  { length: size, compared }: CheckedFile,
  first: number,
  length: number,
): { from: number; to: number } {
  const [page, end] = [Math.floor(first / PAGE_BYTES), Math.ceil((first + length) / PAGE_BYTES)];
  const areCompared = compared.subarray(page, end).every((is) => is === 1);
  if (areCompared) return { from: first, to: first + length };
  return { from: page * PAGE_BYTES, to: Math.min(size, end * PAGE_BYTES) };
}

function fill(handle: number, bytes: Uint8Array, start: number): boolean {
  let done = 0;
  while (done < bytes.length) {
    const count = readSync(handle, bytes, done, bytes.length - done, start + done);
    if (count === 0) return false;
    done += count;
  }
  return true;
}

/** @param from where the bytes begin in the values: a page, if one of them was not compared */
function agrees({ checksums, compared }: CheckedFile, bytes: Uint8Array, from: number): boolean {
  for (let at = 0; at < bytes.length; at += PAGE_BYTES) {
    const page = Math.floor((from + at) / PAGE_BYTES);
    if (compared[page] === 1) continue;
    if (checksumOf(bytes.subarray(at, at + PAGE_BYTES)) !== checksums[page]) return false;
    compared[page] = 1;
  }
  return true;
}
