import type { EngineClient } from '../../engine/client.ts';
import type { Thumbnail } from '../../protocol/classUnits.ts';
import { usesColourProfile } from '../colourProfile.ts';

/**
 * Pictures in small; those that cannot be read are left out.
 * @param paths absolute
 * @param longestSide in pixels
 */
export async function readThumbnails(
  engine: EngineClient,
  paths: string[],
  longestSide: number,
): Promise<Thumbnail[]> {
  const options = { useColourProfile: usesColourProfile() };
  const found = await engine.call('thumbnails', [paths, longestSide, options]);
  return paths.flatMap((path, i) => {
    const bytes = found[i];
    return bytes ? [{ path, bytes }] : [];
  });
}
