import type { Dirent } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';

/**
 * The files of a folder and of all folders in it whose names end in a way, by their paths relative to it, sorted. Links
 * to folders are followed, each once. A folder that cannot be listed has no files.
 */
export async function filesIn(folder: string, ending: RegExp): Promise<string[]> {
  const found: string[] = [];
  const entered = new Set([await realpath(folder).catch(() => folder)]);
  const isNew = async (link: string): Promise<boolean> => {
    const real = await realpath(link).catch(() => undefined);
    if (real === undefined || entered.has(real)) return false;
    entered.add(real);
    return true;
  };
  for (let level = ['']; level.length > 0; ) {
    const lists = await Promise.all(level.map((inside) => listed(folder, inside)));
    level = [];
    for (const { inside, entries } of lists) {
      for (const entry of entries) {
        const isWanted = ending.test(entry.name);
        // Most are other files: pictures, of which a path would be made for nothing.
        if (!isWanted && entry.isFile()) continue;
        const name = path.join(inside, entry.name);
        if (isWanted) found.push(name);
        else if (entry.isDirectory() || (await isNew(path.join(folder, name)))) level.push(name);
      }
    }
  }
  return found.sort();
}

async function listed(
  folder: string,
  inside: string,
): Promise<{ inside: string; entries: Dirent[] }> {
  const all = await readdir(path.join(folder, inside), { withFileTypes: true }).catch(() => []);
  return { inside, entries: all };
}
