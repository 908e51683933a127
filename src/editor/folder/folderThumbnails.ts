import path from 'node:path';
import type { EngineClient } from '../../engine/client.ts';
import type { ThumbnailRequests } from '../../protocol/folder.ts';
import { readThumbnails } from '../panels/thumbnails.ts';

/** Longest side of a thumbnail in pixels; a part of it may be enlarged to a patch. */
const THUMBNAIL_PX = 448;

/**
 * Thumbnails of pictures of a folder; the page gets none from other folders.
 * @param folder absolute, as are the paths
 */
export function folderThumbnails(
  engine: EngineClient,
  folder: string,
  paths: string[],
): Promise<ThumbnailRequests['thumbnails']['result']> {
  return readThumbnails(engine, paths, (file) => isInside(folder, file), THUMBNAIL_PX);
}

function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
}
