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
    const lists = await Promise.all(level.map((inside) => listed(folder, inside, ending)));
    found.push(...lists.flatMap((list) => list.files));
    level = lists.flatMap((list) => list.folders);
    for (const link of lists.flatMap((list) => list.links)) {
      if (await isNew(path.join(folder, link))) level.push(link);
    }
  }
  return found.sort();
}

/** What a folder holds, by paths as those of {@link filesIn}; links are those that may be folders. */
async function listed(
  folder: string,
  inside: string,
  ending: RegExp,
): Promise<Record<'files' | 'folders' | 'links', string[]>> {
  const found = { files: [] as string[], folders: [] as string[], links: [] as string[] };
  const all = await readdir(path.join(folder, inside), { withFileTypes: true }).catch(() => []);
  for (const entry of all) {
    const isWanted = ending.test(entry.name);
    // Most are other files: pictures, of which a path would be made for nothing.
    if (!isWanted && entry.isFile()) continue;
    const name = path.join(inside, entry.name);
    if (isWanted) found.files.push(name);
    else if (entry.isDirectory()) found.folders.push(name);
    else found.links.push(name);
  }
  return found;
}
