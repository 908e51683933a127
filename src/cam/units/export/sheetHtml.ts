import path from 'node:path';
import { classLabel } from '../../base/classLabel.ts';
import type { JpegTile } from '../../drawing/jpegTile.ts';
import { dataUrl, escapeHtml, htmlFile, isolated } from '../../html/htmlFile.ts';
import type { Patch } from '../../results/units.ts';
import type { ContactSheet } from './contactSheet.ts';
import { partsOf, patchText, sheetLines } from './contactSheet.ts';
import { missingHtml, partHtml, ROWS_STYLE, unitText } from './htmlParts.ts';

/** A patch's picture; undefined if the photo could not be read. */
export type TileOf = (patch: Patch) => JpegTile | undefined;

/** Shown at half of the tile's pixels, so that it is sharp on fine screens and paper. */
export const PIXELS_PER_CSS_PIXEL = 2;

/** The units of a class as one HTML file. Labels, names and paths are escaped. */
export function sheetHtml(sheet: ContactSheet, tileOf: TileOf): string {
  const title = classLabel(sheet.labels, sheet.units.classIndex);
  const parts = partsOf(sheet).map((part) =>
    partHtml(part, sheet, 2, (row) => {
      const unit = unitText(row, sheet);
      return row.patches.map((patch) => tileHtml(patch, unit, sheet, tileOf(patch)));
    }),
  );
  return htmlFile(`${title}: units`, ROWS_STYLE, [
    `<h1>${isolated(title)}</h1>`,
    ...sheetLines(sheet).map((line) => `<p>${isolated(line)}</p>`),
    ...parts,
  ]);
}

function tileHtml(
  patch: Patch,
  unit: string,
  { labels }: ContactSheet,
  tile: JpegTile | undefined,
): string {
  const text = patchText(patch, labels);
  if (tile === undefined) return missingHtml(path.basename(patch.path), text);
  const width = Math.round(tile.width / PIXELS_PER_CSS_PIXEL);
  const height = Math.round(tile.height / PIXELS_PER_CSS_PIXEL);
  const alt = escapeHtml(`${unit} in ${text}`);
  return `<li><img src="${dataUrl(tile)}" width="${width}" height="${height}" alt="${alt}" title="${escapeHtml(text)}"></li>`;
}
