import type { PythonFile } from './pythonFile.ts';

/** The Python files that a model's code is looked for in. */
export interface PythonSources {
  /**
   * Files here that can be one that was recorded on another machine, the likeliest first: the same path, else
   * those with the longest equal end, e.g. `models/net.py`.
   */
  filesLike(recordedPath: string): Promise<string[]>;
  /** Own files that contain a text, e.g. `class Block`. */
  filesContaining(text: string): Promise<string[]>;
  /** Other files that share its names: the cells of a notebook. Empty for a file of its own. */
  sharingNames(file: string): string[];
  /** Undefined where it cannot be read. */
  read(file: string): Promise<PythonFile | undefined>;
  /** Whether a file is the user's own, not one of an installed library. */
  isOwn(file: string): boolean;
}

/** How many of the last parts of two paths are equal; separators may be of either kind. */
export function equalEnd(a: string, b: string): number {
  const [left, right] = [a, b].map((path) => path.split(/[\\/]+/).reverse());
  let count = 0;
  while (left?.[count] !== undefined && left[count] === right?.[count]) count++;
  return count;
}
