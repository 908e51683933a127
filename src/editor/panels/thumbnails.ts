import type { EngineClient } from '../../engine/client.ts';
import type { ThumbnailRequests } from '../../protocol/folder.ts';
import { usesColourProfile } from '../colourProfile.ts';

/**
 * Thumbnails; pictures that cannot be read, or that the page may not see, have failed.
 * @param paths absolute
 * @param longestSide in pixels
 */
export async function readThumbnails(
  engine: EngineClient,
  paths: string[],
  maySee: (path: string) => boolean,
  longestSide: number,
): Promise<ThumbnailRequests['thumbnails']['result']> {
  const options = { useColourProfile: usesColourProfile() };
  const own = paths.filter(maySee);
  // Do not start the engine without work.
  const found = own.length > 0 ? await engine.call('thumbnails', [own, longestSide, options]) : [];
  const thumbnails = own.flatMap((path, i) => {
    const bytes = found[i];
    return bytes ? [{ path, bytes }] : [];
  });
  const read = new Set(thumbnails.map(({ path }) => path));
  return { thumbnails, failed: paths.filter((path) => !read.has(path)) };
}
