import { indexDamaged } from './errors.ts';

/** What the system says of a file that is no longer one, or lies on a broken place of the disk. */
const FAULTS = new Set(['EIO', 'EISDIR', 'ENOTDIR', 'ELOOP', 'EACCES', 'EPERM']);

/**
 * The result of a step that reads a file of an index.
 * @throws with the code `ENOENT` if there is none; CamError `indexDamaged` if it cannot be read.
 */
export function reading<T>(file: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw faultOf(file, error);
  }
}

/** The error as one about the index, where it is one. */
export function faultOf(file: string, error: unknown): unknown {
  return FAULTS.has((error as NodeJS.ErrnoException)?.code ?? '')
    ? indexDamaged(file, error)
    : error;
}

export function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException)?.code === 'ENOENT';
}

export function missingFile(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException)?.path;
}
