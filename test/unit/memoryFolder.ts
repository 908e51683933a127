import { accessSync, constants, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Where Linux keeps files in memory. */
const SHARED_MEMORY = '/dev/shm';

/**
 * A new folder for tests that write, rename and delete thousands of small files: in memory if possible, because a
 * shared disk takes several times as long.
 */
export function makeMemoryFolder(prefix: string): string {
  return mkdtempSync(path.join(hasSharedMemory() ? SHARED_MEMORY : tmpdir(), prefix));
}

function hasSharedMemory(): boolean {
  try {
    accessSync(SHARED_MEMORY, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
