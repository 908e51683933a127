import { CamError } from '../../../base/errors.ts';
import { indexNotWritable } from './errors.ts';

/**
 * The result of a step that writes to an index.
 * @throws CamError `notWritable` if the system refuses it, with the folder and what to do.
 */
export function writing<T>(indexFolder: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (CamError.is(error) || !isSystemError(error)) throw error;
    throw indexNotWritable(indexFolder, error);
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return typeof (error as NodeJS.ErrnoException)?.errno === 'number';
}
