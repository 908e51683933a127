import path from 'node:path';
import { classLabel } from '../../base/classLabel.ts';
import type { Rgb, RgbaPicture } from '../../drawing/picture.ts';
import { blankPicture, drawOver, drawPicture, fillRect } from '../../drawing/picture.ts';
import type { TextRun } from '../../drawing/textImage.ts';
import { oneLine, textImage } from '../../drawing/textImage.ts';
import { encodePng } from '../../image/encodePng.ts';
import type { RgbPicture } from '../../image/prepareInput.ts';
import type { Patch, UnitRow } from '../../results/units.ts';
import type { ContactSheet } from './contactSheet.ts';
import { partsOf, rowFigures, sheetLines, unitName, unitTitle } from './contactSheet.ts';

/** Side of a patch in pixels. */
export const TILE_SIDE = 240;

const GAP = 12;
const MARGIN = 48;
/** Width of the column that names the unit. */
const TEXT_WIDTH = 400;

/** Number of patches that are at least as wide as the widest line of text. */
const LEAST_TILES = 3;

/** Few programs open a larger picture. */
const MOST_PIXELS = 100e6;

const BACKGROUND: Rgb = [255, 255, 255];
const EMPTY_TILE: Rgb = [235, 235, 235];
const LINE: Rgb = [213, 213, 213];
const INK = '#1f1f1f';
const QUIET = '#5a5a5a';

/** Largest number of characters of a label or a name. */
const LONGEST = 80;
const LONGEST_LINE = 240;

/** A patch, or text in its place. */
type Tile = { picture: RgbPicture } | { words: RgbaPicture };

/** Something that takes the whole width, or a row of patches with text on its left. */
interface Band {
  text: RgbaPicture;
  tiles: Tile[];
  height: number;
  hasLine: boolean;
}

/**
 * The units of a class as a PNG on white: one row for each unit with its rank, channel, name and numbers, then its
 * patches. Rows that do not fit into 100 megapixels are left out, with a note.
 * @param tileOf at most {@link TILE_SIDE} wide and high; undefined if the photo could not be read
 */
export async function sheetPng(
  sheet: ContactSheet,
  tileOf: (patch: Patch) => RgbPicture | undefined,
): Promise<Uint8Array> {
  const parts = partsOf(sheet);
  const most = Math.max(
    LEAST_TILES,
    ...parts.flatMap(({ rows }) => rows.map((row) => row.patches.length)),
  );
  const inner = TEXT_WIDTH + most * (TILE_SIDE + GAP);
  const width = inner + 2 * MARGIN;
  const title = oneLine(classLabel(sheet.labels, sheet.units.classIndex), LONGEST);
  const bands: Band[] = [
    await textBand(
      [[heading(title)], ...sheetLines(sheet).map((line) => [quiet(oneLine(line, LONGEST_LINE))])],
      inner,
    ),
  ];
  const room = Math.floor(MOST_PIXELS / width / (TILE_SIDE + 2 * GAP));
  let left = room;
  for (const part of parts) {
    const rows = part.rows.slice(0, left);
    left -= rows.length;
    const counted = `   ${rows.length} of ${part.count} channels`;
    bands.push(await textBand([[large(oneLine(part.title, LONGEST)), quiet(counted)]], inner));
    for (const [i, row] of rows.entries()) bands.push(await rowBand(i + 1, row, sheet, tileOf));
  }
  const shown = parts.reduce((sum, { rows }) => sum + rows.length, 0);
  if (shown > room)
    bands.push(await textBand([[quiet(`${shown - room} more units did not fit.`)]], inner));
  return encodePng(draw(bands, width));
}

async function textBand(lines: TextRun[][], width: number): Promise<Band> {
  const text = await textImage(lines, width);
  return { text, tiles: [], height: text.height + 2 * GAP, hasLine: false };
}

async function rowBand(
  rank: number,
  row: UnitRow,
  sheet: ContactSheet,
  tileOf: (patch: Patch) => RgbPicture | undefined,
): Promise<Band> {
  const { unit, patches } = row;
  const name = unitName(unit, sheet);
  const lines = [
    [large(`${rank}`), normal(`   ${unitTitle(unit, sheet)}`)],
    ...(name === undefined ? [] : [[large(oneLine(name, LONGEST))]]),
    ...rowFigures(row).map((figure) => [quiet(figure)]),
  ];
  const text = await textImage(lines, TEXT_WIDTH - 2 * GAP);
  const height = Math.max(text.height, TILE_SIDE) + 2 * GAP;
  const tiles = await Promise.all(
    patches.map(async (patch): Promise<Tile> => {
      const picture = tileOf(patch);
      return picture ? { picture } : { words: await unreadable(patch) };
    }),
  );
  return { text, tiles, height, hasLine: true };
}

function unreadable({ path: file }: Patch): Promise<RgbaPicture> {
  const name = oneLine(path.basename(file), LONGEST);
  return textImage([[quiet(name)], [quiet('cannot be read')]], TILE_SIDE - 2 * GAP);
}

const run =
  (size: number, colour: string) =>
  (text: string): TextRun => ({ text, size, colour });
const heading = run(44, INK);
const large = run(28, INK);
const normal = run(24, INK);
const quiet = run(20, QUIET);

function draw(bands: readonly Band[], width: number): RgbPicture {
  const height = bands.reduce((sum, band) => sum + band.height, 2 * MARGIN);
  const picture = blankPicture({ width, height }, BACKGROUND);
  let y = MARGIN;
  for (const { text, tiles, height: bandHeight, hasLine } of bands) {
    if (hasLine) fillRect(picture, { x: MARGIN, y, width: width - 2 * MARGIN, height: 1 }, LINE);
    drawOver(picture, text, MARGIN, y + GAP);
    for (const [i, tile] of tiles.entries()) {
      const x = MARGIN + TEXT_WIDTH + i * (TILE_SIDE + GAP);
      const square = { x, y: y + GAP, width: TILE_SIDE, height: TILE_SIDE };
      fillRect(picture, square, EMPTY_TILE);
      if ('words' in tile) {
        drawOver(picture, tile.words, x + GAP, y + 2 * GAP);
        continue;
      }
      const { width: tileWidth, height: tileHeight } = tile.picture;
      const inX = x + Math.floor((TILE_SIDE - tileWidth) / 2);
      drawPicture(picture, tile.picture, inX, y + GAP + Math.floor((TILE_SIDE - tileHeight) / 2));
    }
    y += bandHeight;
  }
  return picture;
}
