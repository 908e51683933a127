import { CamError } from '../../base/errors.ts';
import type { Rect } from '../../base/geometry.ts';
import type { DecodeOptions } from '../../image/decode.ts';
import { decodePixels } from '../../image/decode.ts';
import type { RgbPicture } from '../../image/prepareInput.ts';
import type { ClassUnits, Patch } from '../../results/units.ts';
import type { PatchDrawing } from './contactSheet.ts';
import { patchTile } from './patchTile.ts';

/**
 * Draws patches from the photos themselves. Each photo is decoded once, and released before the next.
 * @param shownOf the part of a patch's photo to draw, in photo pixels
 * @param side of the tiles, in pixels
 * @returns no tile for photos that can no longer be read, or whose size has changed since the scan
 */
export async function* drawTiles(
  patches: Iterable<Patch>,
  shownOf: (patch: Patch) => Rect,
  drawing: PatchDrawing,
  side: number,
  decoding: DecodeOptions,
): AsyncGenerator<[Patch, RgbPicture]> {
  for (const [file, ofPhoto] of patchesByPhoto(patches)) {
    const photo = await readPhoto(file, decoding);
    if (photo === undefined) continue;
    for (const patch of ofPhoto) {
      const { width, height } = patch.geometry.photo;
      if (photo.width !== width || photo.height !== height) continue;
      yield [patch, await patchTile(photo, patch, shownOf(patch), drawing, side)];
    }
  }
}

/** The patches of all rows of a class. */
export function patchesOfClass({ speaksFor, speaksAgainst }: ClassUnits): Patch[] {
  return [...speaksFor, ...speaksAgainst].flatMap((row) => row.patches);
}

function patchesByPhoto(patches: Iterable<Patch>): Map<string, Patch[]> {
  const photos = new Map<string, Patch[]>();
  for (const patch of patches) {
    const others = photos.get(patch.path);
    if (others) others.push(patch);
    else photos.set(patch.path, [patch]);
  }
  return photos;
}

async function readPhoto(file: string, decoding: DecodeOptions): Promise<RgbPicture | undefined> {
  try {
    return await decodePixels(file, decoding, async () => undefined);
  } catch (error) {
    if (CamError.is(error)) return undefined;
    throw error;
  }
}
