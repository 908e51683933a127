import type { PythonFile } from './pythonFile.ts';

/** The Python files in which a model's code is searched. */
export interface PythonSources {
  /**
   * Files here that may be a file recorded on another machine, most likely first: the same path, else those with the
   * longest equal end, e.g. `models/net.py`.
   */
  filesLike(recordedPath: string): Promise<string[]>;
  /** Own files that contain a text, e.g. `class Block`. */
  filesContaining(text: string): Promise<string[]>;
  /** Other files that share its names: the cells of a notebook. Empty for a normal file. */
  sharingNames(file: string): string[];
  /** Undefined if it cannot be read. */
  read(file: string): Promise<PythonFile | undefined>;
  /** Whether a file belongs to the user, not to an installed library. */
  isOwn(file: string): boolean;
}

/** How many of the last parts of two paths are equal; separators may be of either kind. */
export function equalEnd(a: string, b: string): number {
  const [left, right] = [a, b].map((path) => path.split(/[\\/]+/).reverse());
  let count = 0;
  while (left?.[count] !== undefined && left[count] === right?.[count]) count++;
  return count;
}
