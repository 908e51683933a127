import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { t } from '@vscode/l10n';
import { isPictureName } from '../../base/pictureNames.ts';
import { systemReason } from '../../base/systemReason.ts';
import type { UnreadableImage } from '../../results/units.ts';

/** A file with the file extension of a picture. */
export interface FoundImage {
  /** Relative to the folder, with `/`. */
  path: string;
  size: number;
  /** Time of the last change, in milliseconds. */
  modified: number;
}

/** Number of files whose size and time are read in parallel. */
const STATS_AT_ONCE = 64;

/**
 * The pictures of a folder and of all folders in it, by name, the files of a folder before its folders. Symbolic links
 * are followed, real folders first; no folder is entered twice, so links that lead back end.
 * @param onUnreadable gets files and folders that cannot be read
 */
export async function* walkFolder(
  folder: string,
  onUnreadable: (image: UnreadableImage) => void,
): AsyncIterable<FoundImage> {
  const entered = new Set<string>();
  const folders = [''];
  const links: string[] = [];
  for (let next = folders.pop() ?? links.shift(); next !== undefined; ) {
    const relative = next;
    const entries = await openOnce(folder, relative, entered, onUnreadable);
    const at = (entry: Dirent) => (relative === '' ? entry.name : `${relative}/${entry.name}`);
    const names = entries.filter((entry) => !entry.isDirectory() && isPictureName(entry.name));
    const inside = entries.filter((entry) => entry.isDirectory()).map(at);
    folders.push(...inside.reverse());
    for (let first = 0; first < names.length; first += STATS_AT_ONCE) {
      const part = names.slice(first, first + STATS_AT_ONCE);
      const found = await Promise.all(part.map((entry) => look(folder, at(entry), onUnreadable)));
      for (const image of found) if (image) yield image;
    }
    for (const entry of entries) if (entry.isSymbolicLink()) links.push(at(entry));
    next = folders.pop() ?? links.shift();
  }
}

/** A folder's content in the order of names; empty if it was entered before, or is not a folder. */
async function openOnce(
  folder: string,
  relative: string,
  entered: Set<string>,
  onUnreadable: (image: UnreadableImage) => void,
): Promise<Dirent[]> {
  try {
    const real = await realpath(path.join(folder, relative));
    if (entered.has(real) || !(await stat(real)).isDirectory()) return [];
    entered.add(real);
    const entries = await readdir(real, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!LEADS_NOWHERE.has(code)) onUnreadable({ path: relative, reason: reasonOf(error) });
    return [];
  }
}

/** Such links are not folders; `look` reports those with the name of a picture. */
const LEADS_NOWHERE = new Set(['ENOENT', 'ELOOP', 'ENOTDIR']);

async function look(
  folder: string,
  relative: string,
  onUnreadable: (image: UnreadableImage) => void,
): Promise<FoundImage | undefined> {
  try {
    const stats = await stat(path.join(folder, relative));
    if (stats.isDirectory()) return undefined;
    return { path: relative, size: stats.size, modified: stats.mtimeMs };
  } catch (error) {
    onUnreadable({ path: relative, reason: reasonOf(error) });
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ELOOP') return t('is a link that leads nowhere');
  return t('cannot be read: {0}', systemReason(error));
}
