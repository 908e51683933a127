import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { CamErrorCode } from '../base/errors.ts';
import { CamError } from '../base/errors.ts';
import type { ReadableFormat } from './imageFormat.ts';
import { imageFormat, isReadable } from './imageFormat.ts';

/** No photo is larger; reading is not begun. */
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
  if (bytes.length === 0) {
    throw imageError(file, 'emptyFile', 'is empty (0 bytes)', 'Copy or download the picture again');
  }
  if (Buffer.from(bytes.subarray(0, LFS_POINTER.length)).toString('latin1') === LFS_POINTER) {
    const what = 'is a Git LFS pointer, not the picture itself';
    throw imageError(file, 'lfsPointer', what, 'Run `git lfs pull` in its repository');
  }
  const format = imageFormat(bytes);
  if (!isReadable(format)) {
    const what =
      format === 'unknown'
        ? 'is not a picture in a format that CAM Lens knows'
        : `is a ${format} picture${fidelityOf(file, format)}, which CAM Lens does not read`;
    const next = 'Convert it to PNG; JPEG, PNG, WebP, GIF, AVIF and TIFF are read';
    throw imageError(file, 'imageFormatUnsupported', what, next);
  }
  return { bytes, format };
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const stats = await stat(file);
    if (stats.isDirectory()) throw unreadable(file, 'is a folder');
    // A pipe would be waited for, a device read without end.
    if (!stats.isFile()) throw unreadable(file, 'is not a regular file');
    if (stats.size > MAX_FILE_BYTES) {
      const what = `is larger than ${MAX_FILE_BYTES >> 20} MiB`;
      throw imageError(file, 'imageTooLarge', what, 'Save a smaller copy and use that');
    }
    return await readFile(file);
  } catch (error) {
    if (CamError.is(error)) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw imageError(file, 'fileNotFound', 'does not exist', 'Check the path of the picture');
    }
    throw unreadable(file, `cannot be read (${code ?? String(error)})`);
  }
}

function unreadable(file: string, what: string): CamError {
  return imageError(file, 'imageUnreadable', what, 'Choose a picture file that you may read');
}

/** Says so where the name promises another format. */
function fidelityOf(file: string, format: string): string {
  const extension = path.extname(file);
  return extension && extension.slice(1).toUpperCase() !== format ? ` named ${extension}` : '';
}

/** A refusal of one picture: `cat.jpg is empty (0 bytes).` */
export function imageError(
  file: string,
  code: CamErrorCode,
  what: string,
  next: string,
  cause?: unknown,
): CamError {
  return new CamError(
    { code, message: `${path.basename(file)} ${what}.`, nextAction: `${next}.`, file },
    { cause },
  );
}
