import type { JpegTile } from '../../drawing/jpegTile.ts';
import { jpegTile } from '../../drawing/jpegTile.ts';
import type { FolderIndex } from '../../folder/folderIndex.ts';
import type { DecodeOptions } from '../../image/decode.ts';
import type { RgbPicture } from '../../image/prepareInput.ts';
import { encodeNpy } from '../../maps/files/npy.ts';
import { shownPart } from '../../maps/pixels/shownPart.ts';
import type { Patch } from '../../results/units.ts';
import { weightsOfClass } from '../views/channelWeights.ts';
import type { ContactSheet, PatchDrawing } from './contactSheet.ts';
import { drawTiles, patchesOfClass } from './drawTiles.ts';
import { sheetHtml } from './sheetHtml.ts';
import { sheetPng, TILE_SIDE } from './sheetPng.ts';
import { reportUnits } from './unitsReport.ts';

/** `png`, `html`: the grid of patches; `json`: the numbers; `npy`: weights and pooled values as arrays. */
export type ExportForm = 'png' | 'html' | 'json' | 'npy';

export interface ExportedFile {
  /** File name without a folder: `class-3.units.png`. */
  name: string;
  bytes: Uint8Array;
}

const JPEG_QUALITY = 85;

/**
 * The units of a class as files.
 * - `class-3.units.png`, `.html`, `.json`: see {@link sheetPng}, {@link sheetHtml}, {@link reportUnits}.
 * - `class-3.weights.npy`: w_k^c of every pooled channel, float32 (channels); none if channels have none.
 * - `class-3.pooled.npy`: F_k of the channels that are shown, float32 (images, units): those for the class,
 * then those against it, as the JSON lists them; images in the order of the index.
 * - `images.json`, with the arrays: paths of the images in that order, relative to the folder.
 */
export async function exportUnits(
  sheet: ContactSheet,
  index: FolderIndex,
  forms: readonly ExportForm[],
  drawing: PatchDrawing,
  decoding: DecodeOptions,
): Promise<ExportedFile[]> {
  const shownOf = (patch: Patch) => shownPart(patch, drawing.threshold);
  const stem = `class-${sheet.units.classIndex}`;
  const needsTiles = forms.includes('png') || forms.includes('html');
  const tiles = new Map<Patch, RgbPicture>();
  if (needsTiles) {
    const patches = patchesOfClass(sheet.units);
    const drawn = drawTiles(patches, shownOf, drawing, TILE_SIDE, decoding);
    for await (const [patch, tile] of drawn) tiles.set(patch, tile);
  }
  const files: ExportedFile[] = [];
  if (forms.includes('png')) {
    const bytes = await sheetPng(sheet, (patch) => tiles.get(patch));
    files.push({ name: `${stem}.units.png`, bytes });
  }
  if (forms.includes('html')) {
    const encoded = new Map<Patch, JpegTile>();
    for (const [patch, tile] of tiles) encoded.set(patch, await jpegTile(tile, JPEG_QUALITY));
    const html = sheetHtml(sheet, (patch) => encoded.get(patch));
    files.push({ name: `${stem}.units.html`, bytes: utf8(html) });
  }
  if (forms.includes('json')) {
    const json = JSON.stringify(reportUnits(sheet, shownOf));
    files.push({ name: `${stem}.units.json`, bytes: utf8(`${json}\n`) });
  }
  if (forms.includes('npy')) files.push(...(await arrays(stem, sheet, index)));
  return files;
}

async function arrays(
  stem: string,
  sheet: ContactSheet,
  index: FolderIndex,
): Promise<ExportedFile[]> {
  const files: ExportedFile[] = [];
  const weights = weightsOfClass(index.model, sheet.units.classIndex);
  if (weights) {
    const bytes = encodeNpy([weights.length], weights);
    files.push({ name: `${stem}.weights.npy`, bytes });
  }
  const rows = [...sheet.units.speaksFor, ...sheet.units.speaksAgainst];
  const images = index.images.length;
  const pooled = new Float32Array(images * rows.length);
  for (const [column, { unit }] of rows.entries()) {
    const values = await index.pooled(unit.pooledChannel);
    for (let image = 0; image < images; image++) {
      pooled[image * rows.length + column] = values[image] ?? 0;
    }
  }
  files.push({ name: `${stem}.pooled.npy`, bytes: encodeNpy([images, rows.length], pooled) });
  const paths = index.images.map(({ path }) => path);
  files.push({ name: 'images.json', bytes: utf8(`${JSON.stringify(paths)}\n`) });
  return files;
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
