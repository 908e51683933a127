import { existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { isRecordedPathAllowed } from '../cam/base/recordedPath.ts';
import type { OwnFiles } from './traceback/problems.ts';

/** Libraries that are installed inside a project are not its own code. */
const INSTALLED = /(^|[\\/])(site-packages|dist-packages|node_modules)[\\/]/;

/**
 * Finds the user's own code: existing files in one of the folders, except installed packages. Python names files by
 * their real paths, so these are compared; the result is a path below the folder as given.
 * @param folders absolute; relative names belong to the first, in which the program ran
 */
export function ownFilesIn(folders: readonly string[]): OwnFiles {
  const known = folders.map((folder) => ({ folder, real: realPath(folder) }));
  return (printed) => {
    if (printed.startsWith('<')) return undefined;
    // IPython shortens the home folder.
    const name = printed.replace(/^~(?=[\\/])/, () => homedir());
    if (!isRecordedPathAllowed(name, { isTrusted: true, folders })) return undefined;
    const file = path.resolve(folders[0] ?? '', name);
    if (!existsSync(file)) return undefined;
    for (const { folder, real } of known) {
      const inside = path.relative(real, realPath(file));
      const isInside = inside !== '' && !inside.startsWith('..') && !path.isAbsolute(inside);
      if (isInside && !INSTALLED.test(inside)) return path.join(folder, inside);
    }
    return undefined;
  };
}

function realPath(file: string): string {
  try {
    return realpathSync.native(file);
  } catch {
    return file;
  }
}
