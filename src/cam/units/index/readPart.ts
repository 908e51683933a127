import { closeSync, openSync, readSync } from 'node:fs';
import { indexDamaged } from './errors.ts';

/**
 * Bytes of a file, aligned for every element type. Read synchronously and not through the thread pool: a column of a
 * large index is two hundred reads of one kilobyte, which would wait three times as long as they take.
 * @throws CamError `indexDamaged` if the file is shorter.
 */
export function readPart(file: string, start: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  readParts(file, (read) => read(bytes, start));
  return bytes;
}

/**
 * As {@link readPart}, for several parts of a file that is opened once.
 * @param use gets a function that fills an array with the bytes from `start` on
 */
export function readParts(
  file: string,
  use: (read: (bytes: Uint8Array, start: number) => void) => void,
): void {
  const handle = openSync(file, 'r');
  try {
    use((bytes, start) => {
      let done = 0;
      while (done < bytes.length) {
        const count = readSync(handle, bytes, done, bytes.length - done, start + done);
        if (count === 0) throw indexDamaged(file);
        done += count;
      }
    });
  } finally {
    closeSync(handle);
  }
}
