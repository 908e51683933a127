import { renameSync, rmSync, writeFileSync } from 'node:fs';

/** Writes a file beside its place and renames it, so that a reader gets the complete old or new one. */
export function replaceFile(file: string, content: string | Uint8Array): void {
  const temporary = `${file}.tmp-${process.pid}`;
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
