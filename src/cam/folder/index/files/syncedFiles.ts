import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * New files that are on the disk, not only in the system's memory, once this returns: what is renamed afterwards is
 * complete even after a power failure. All are written before the first is waited for, which the disk does at once.
 * @param write gets a function that writes the next piece of a file
 */
export function writeSynced(write: (append: (file: string, piece: Uint8Array) => void) => void) {
  const handles = new Map<string, number>();
  try {
    write((file, piece) => {
      const handle = handles.get(file) ?? openSync(file, 'wx');
      handles.set(file, handle);
      writeFileSync(handle, piece);
    });
    for (const handle of handles.values()) fsyncSync(handle);
  } finally {
    for (const handle of handles.values()) closeSync(handle);
  }
}

/** As `replaceFile`, and the new content is on the disk before it takes the place of the old one. */
export function replaceSynced(file: string, content: Uint8Array): void {
  const temporary = `${file}.tmp-${process.pid}`;
  try {
    rmSync(temporary, { force: true });
    writeSynced((append) => append(temporary, content));
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(path.dirname(file));
}

/** The names in a folder are on the disk once this returns. Windows opens no folder, and keeps names by itself. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
