import { CamError } from '../../base/errors.ts';
import type { Rect } from '../../base/geometry.ts';
import type { DecodeOptions } from '../../image/decode.ts';
import { decodePixels } from '../../image/decode.ts';
import type { RgbPicture } from '../../image/prepareInput.ts';
import type { ClassUnits, Patch } from '../../results/units.ts';
import type { PatchDrawing } from './contactSheet.ts';
import { patchTile } from './patchTile.ts';

/**
 * Draws every patch of a class's units from the photos themselves. Each photo is decoded once, and released before the
 * next.
 * @param shownOf the part of a patch's photo to draw, in photo pixels
 * @param side of the tiles, in pixels
 * @returns no tile for photos that can no longer be read, or whose size has changed since the scan
 */
export async function drawTiles(
  units: ClassUnits,
  shownOf: (patch: Patch) => Rect,
  drawing: PatchDrawing,
  side: number,
  decoding: DecodeOptions,
): Promise<Map<Patch, RgbPicture>> {
  const tiles = new Map<Patch, RgbPicture>();
  for (const [file, patches] of patchesByPhoto(units)) {
    const photo = await readPhoto(file, decoding);
    if (photo === undefined) continue;
    for (const patch of patches) {
      const { width, height } = patch.geometry.photo;
      if (photo.width !== width || photo.height !== height) continue;
      tiles.set(patch, await patchTile(photo, patch, shownOf(patch), drawing, side));
    }
  }
  return tiles;
}

function patchesByPhoto({ speaksFor, speaksAgainst }: ClassUnits): Map<string, Patch[]> {
  const photos = new Map<string, Patch[]>();
  for (const patch of [...speaksFor, ...speaksAgainst].flatMap((row) => row.patches)) {
    photos.set(patch.path, [...(photos.get(patch.path) ?? []), patch]);
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
