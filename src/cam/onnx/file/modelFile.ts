import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { CamError } from '../../base/errors.ts';
import { Slices } from '../../base/slices.ts';
import { fileChanged, lfsPointer, noBytes, notReadable, notRegular, tooLarge } from './errors.ts';

/** Room after the file's bytes for the messages that `sessionBytes` adds. */
const SPARE_BYTES = 64 * 1024;

/** Bytes that are hashed without a look at the clock: a few milliseconds. */
const HASHED_AT_ONCE = 4 * 2 ** 20;

/** Largest file that can be one protobuf message. */
export const MAX_MODEL_BYTES = 2 ** 31 - 1 - SPARE_BYTES;

/** The bytes of a model file, with room to append. */
export interface ModelFile {
  path: string;
  bytes: Uint8Array;
  /** Identifies this content without reading it: size and modification time. */
  version: string;
}

/**
 * Size and modification time of a file as one comparable string.
 * @throws CamError `fileNotFound`
 */
export async function fileVersion(file: string): Promise<string> {
  return versionOf(await fileStats(file));
}

async function fileStats(file: string): Promise<Stats> {
  let stats: Stats;
  try {
    stats = await stat(file);
  } catch (error) {
    throw notReadable(file, error);
  }
  // Opening a pipe would wait for ever.
  if (!stats.isFile()) throw notRegular(file);
  return stats;
}

function versionOf({ size, mtimeMs }: Stats): string {
  return `${size}:${mtimeMs}`;
}

/**
 * Looks at the size and the beginning of a model file.
 * @throws CamError `fileNotFound`, `emptyFile`, `lfsPointer`, `modelRefused` (over 2 GB).
 */
export async function checkReadable(file: string): Promise<{ version: string; byteSize: number }> {
  const stats = await fileStats(file);
  if (stats.size > MAX_MODEL_BYTES) throw tooLarge(file, stats.size);
  if (stats.size === 0) throw noBytes(file);
  const start = await readPart(file, 0, Math.min(LFS.length, stats.size));
  if (Buffer.from(start).toString('latin1') === LFS) throw lfsPointer(file);
  return { version: versionOf(stats), byteSize: stats.size };
}

const LFS = 'version https://git-lfs';

/** A file, with the version of it that is already known. */
export interface KnownFile {
  path: string;
  version: string;
}

/**
 * Reads a whole model file.
 * @throws CamError `truncatedOnnx` where the file no longer has the known version.
 */
export async function readModelFile({ path, version }: KnownFile): Promise<ModelFile> {
  const { size } = await fileStats(path);
  const room = await readPart(path, 0, size, SPARE_BYTES);
  if ((await fileVersion(path)) !== version) throw fileChanged(path);
  return { path, bytes: room.subarray(0, size), version };
}

/**
 * The bytes [start, end) of a file, followed by `suffix`.
 * @throws CamError `truncatedOnnx` where the file no longer has the known version.
 */
export async function readRange(
  { path, version }: KnownFile,
  start: number,
  end: number,
  suffix: Uint8Array,
): Promise<Uint8Array> {
  if ((await fileVersion(path)) !== version) throw fileChanged(path);
  const bytes = await readPart(path, start, end - start, suffix.length);
  bytes.set(suffix, end - start);
  return bytes;
}

/** Bytes of a file, then `spare` bytes of any value. @throws CamError `truncatedOnnx` where the file ends early. */
async function readPart(
  path: string,
  start: number,
  length: number,
  spare = 0,
): Promise<Uint8Array> {
  try {
    const handle = await open(path);
    try {
      const bytes = Buffer.allocUnsafeSlow(length + spare);
      let done = 0;
      while (done < length) {
        const { bytesRead } = await handle.read(bytes, done, length - done, start + done);
        if (bytesRead === 0) throw fileChanged(path);
        done += bytesRead;
      }
      return bytes;
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw CamError.is(error) ? error : notReadable(path, error);
  }
}

/**
 * SHA-256 of a file's bytes in hexadecimal. Computed on the first call, in slices; the bytes are
 * released once they are hashed.
 */
export function hashOnce(file: ModelFile): () => Promise<string> {
  let bytes: Uint8Array | undefined = file.bytes;
  let hash: Promise<string> | undefined;
  return () => {
    hash ??= sha256(bytes ?? new Uint8Array());
    bytes = undefined;
    return hash;
  };
}

/** Not by WebCrypto, which copies the bytes first: that takes five times as long as hashing them. */
async function sha256(bytes: Uint8Array): Promise<string> {
  const slices = new Slices();
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.length; at += HASHED_AT_ONCE) {
    if (slices.isOver) await slices.next();
    hash.update(bytes.subarray(at, at + HASHED_AT_ONCE));
  }
  return hash.digest('hex');
}
