import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { existsSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { partsOf } from '../config/preprocessing.ts';
import type { ModelSettings } from '../model/modelSettings.ts';
import type { IndexSummary } from '../results/units.ts';
import { IndexLock, isLocked } from './index/files/lock.ts';
import { writing } from './index/files/writing.ts';
import { INDEX_FORMAT } from './index/header.ts';

/** The folder of all indexes of this user, in the cache folder of the operating system. */
export function defaultCacheFolder(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
  home = os.homedir(),
): string {
  const inCache = (...parts: string[]) => path.join(...parts, 'cam-lens', 'units');
  if (platform === 'win32') {
    return inCache(environment.LOCALAPPDATA ?? path.join(home, 'AppData', 'Local'));
  }
  if (platform === 'darwin') return inCache(home, 'Library', 'Caches');
  const { XDG_CACHE_HOME: cache } = environment;
  return inCache(cache && path.isAbsolute(cache) ? cache : path.join(home, '.cache'));
}

/** Everything that affects the numbers of an index, except the pictures themselves. */
export interface IndexKey extends ModelSettings {
  /** Of the pictures, absolute. */
  folder: string;
}

/** Folder of the index with this key. */
export function indexFolderOf(cacheFolder: string, key: IndexKey): string {
  const { hashes, output, featureTensor, preprocessing, inputScale, useColourProfile, folder } =
    key;
  const text = JSON.stringify([
    ...[INDEX_FORMAT, hashes, output, featureTensor, inputScale, useColourProfile, folder],
    ...partsOf(preprocessing),
  ]);
  return path.join(cacheFolder, createHash('sha256').update(text).digest('hex').slice(0, 32));
}

/** Marks an index as used now, if this user may write to it. */
export function touchIndex(indexFolder: string): void {
  const now = new Date();
  try {
    utimesSync(path.join(indexFolder, 'index.json'), now, now);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  }
}

/** Where an index is kept, and the folder of its pictures; absolute. */
export type StoredAt = Pick<IndexSummary, 'indexFolder' | 'folder'>;

const INDEX_NAME = /^[0-9a-f]{32}$/;

/**
 * Deletes the least recently used indexes until the others take at most `maxBytes`; never `keep`, and never one that is
 * being written.
 */
export function pruneIndexes(cacheFolder: string, maxBytes: number, keep: string): void {
  const indexes = readdirSync(cacheFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && INDEX_NAME.test(entry.name))
    .map(({ name }) => {
      const folder = path.join(cacheFolder, name);
      const used = statSync(path.join(folder, 'index.json'), { throwIfNoEntry: false });
      return { folder, bytes: folderBytes(folder), used: used?.mtimeMs ?? 0 };
    })
    .sort((a, b) => a.used - b.used);
  let total = indexes.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { folder, bytes } of indexes) {
    if (total <= maxBytes) return;
    if (folder === keep || isLocked(folder)) continue;
    if (remove(folder)) total -= bytes;
  }
}

/**
 * Deletes an index, if it is there; the pictures stay.
 * @throws CamError `indexInUse` if a scan writes to it, `notWritable`
 * @throws RangeError if the path is not that of an index
 */
export function removeIndex({ indexFolder, folder }: StoredAt): void {
  if (!INDEX_NAME.test(path.basename(indexFolder))) {
    throw new RangeError(`${indexFolder} is not the folder of an index`);
  }
  if (!existsSync(path.join(indexFolder, 'index.json'))) return;
  const lock = IndexLock.take(indexFolder, folder);
  try {
    writing(indexFolder, () => rmSync(indexFolder, { recursive: true, force: true }));
  } finally {
    lock.release();
  }
}

/** The files of an index and of its blocks; links are not followed. */
function folderBytes(folder: string): number {
  let bytes = 0;
  for (const entry of entriesOf(folder)) {
    const inside = path.join(folder, entry.name);
    if (entry.isDirectory()) bytes += folderBytes(inside);
    if (entry.isFile()) bytes += statSync(inside, { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}

/** Empty for a folder that may not be read, or that another process has just deleted. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** False for the index of another user; the scan goes on. */
function remove(folder: string): boolean {
  try {
    rmSync(folder, { recursive: true, force: true });
    return true;
  } catch {
    return false;
  }
}
