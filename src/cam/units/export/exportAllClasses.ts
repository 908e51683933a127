import { labelsByFolder } from '../../config/labels/folderLabels.ts';
import type { JpegTile } from '../../drawing/jpegTile.ts';
import { jpegTile } from '../../drawing/jpegTile.ts';
import { folderClasses } from '../../folder/folderClasses.ts';
import type { FolderIndex } from '../../folder/folderIndex.ts';
import type { DecodeOptions } from '../../image/decode.ts';
import { shownPart } from '../../maps/pixels/shownPart.ts';
import type { ClassUnitsQuery, Patch, UnitsDescription } from '../../results/units.ts';
import { classUnits } from '../views/classUnits.ts';
import { allClassesHtml, patchKey } from './allClassesHtml.ts';
import type { ContactSheet, PatchDrawing } from './contactSheet.ts';
import { DEFAULT_DRAWING } from './contactSheet.ts';
import { drawTiles } from './drawTiles.ts';
import { sheetOf } from './exportClass.ts';

/** Smaller than in the file of one class: there are many more. */
const TILE_SIDE = 160;
const JPEG_QUALITY = 75;

export interface AllClassesQuery extends Omit<ClassUnitsQuery, 'classIndex'> {
  /** Default: the classes of the folder, see {@link folderClasses}. */
  classes?: readonly number[];
  /** Default: {@link DEFAULT_DRAWING}. */
  drawing?: PatchDrawing;
}

/** The progress of an export; `done` of `all` is the share of the work. */
export interface ExportProgress {
  done: number;
  all: number;
}

/**
 * The units of many classes as one HTML file, see {@link allClassesHtml}. Each photo is decoded once.
 * @throws RangeError if a class does not exist.
 */
export async function exportAllClasses(
  index: FolderIndex,
  query: AllClassesQuery,
  model: UnitsDescription,
  decoding: DecodeOptions,
  onProgress: (progress: ExportProgress) => void,
): Promise<Uint8Array> {
  const { drawing = DEFAULT_DRAWING, classes = classesOf(index, model) } = query;
  const sheets: ContactSheet[] = [];
  const patches = new Map<string, Patch>();
  for (const classIndex of classes) {
    const asked = { ...query, classIndex };
    const units = await classUnits(index, asked, model.labels.value, model.unitNames);
    sheets.push(sheetOf(index, model, units));
    for (const row of [...units.speaksFor, ...units.speaksAgainst]) {
      for (const patch of row.patches) patches.set(patchKey(patch, row.unit.channel), patch);
    }
    onProgress({ done: sheets.length, all: 2 * classes.length });
  }
  const keys = new Map([...patches].map(([key, patch]) => [patch, key]));
  const tiles = new Map<string, JpegTile>();
  const shownOf = (patch: Patch) => shownPart(patch, drawing.threshold);
  const drawn = drawTiles(patches.values(), shownOf, drawing, TILE_SIDE, decoding);
  for await (const [patch, picture] of drawn) {
    tiles.set(keys.get(patch) ?? '', await jpegTile(picture, JPEG_QUALITY));
    onProgress({ done: patches.size + tiles.size, all: 2 * patches.size });
  }
  return new TextEncoder().encode(allClassesHtml(sheets, tiles));
}

function classesOf({ images }: FolderIndex, { labels }: UnitsDescription): number[] {
  const { classes } = folderClasses(images, labelsByFolder(images, labels.value));
  return classes.map(({ classIndex }) => classIndex);
}
