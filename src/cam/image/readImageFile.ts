import { readFile, stat } from 'node:fs/promises';
import { CamError } from '../base/errors.ts';
import {
  isFolder,
  largerThan,
  lfsPointer,
  noBytes,
  noFile,
  notReadable,
  notRegular,
  otherFormat,
} from './errors.ts';
import type { ReadableFormat } from './imageFormat.ts';
import { imageFormat, isReadable } from './imageFormat.ts';

/** No photo is larger; a larger file is not read. */
const MAX_FILE_BYTES = 1 << 30;

const LFS_POINTER = 'version https://git-lfs';

/**
 * The bytes of a picture and its format by content.
 *
 * @throws CamError `fileNotFound`, `emptyFile`, `lfsPointer`, `imageTooLarge`, `imageFormatUnsupported`,
 *   `imageUnreadable` (a folder, no permission).
 */
export async function readImageFile(
  file: string,
): Promise<{ bytes: Uint8Array; format: ReadableFormat }> {
  const bytes = await readBytes(file);
  if (bytes.length === 0) throw noBytes(file);
  if (Buffer.from(bytes.subarray(0, LFS_POINTER.length)).toString('latin1') === LFS_POINTER) {
    throw lfsPointer(file);
  }
  const format = imageFormat(bytes);
  if (!isReadable(format)) {
    throw otherFormat(file, format === 'unknown' ? undefined : format);
  }
  return { bytes, format };
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const stats = await stat(file);
    if (stats.isDirectory()) throw isFolder(file);
    // A pipe would be waited for, a device read without end.
    if (!stats.isFile()) throw notRegular(file);
    if (stats.size > MAX_FILE_BYTES) throw largerThan(file, MAX_FILE_BYTES >> 20);
    return await readFile(file);
  } catch (error) {
    if (CamError.is(error)) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw noFile(file);
    throw notReadable(file, error);
  }
}
