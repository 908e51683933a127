import { t } from '@vscode/l10n';
import type { Rect, Size } from '../../base/geometry.ts';
import { loadSharp } from '../../image/loadSharp.ts';
import { readImageFile } from '../../image/readImageFile.ts';
import type { BoxForm, RowBox, RowBoxes } from '../tables/boxColumns.ts';
import { boxColumns } from '../tables/boxColumns.ts';
import { pictureColumn } from '../tables/pictureColumn.ts';
import type { PicturesByName } from '../tables/picturesByName.ts';
import { readTable, textsOf } from '../tables/readTable.ts';
import { Tally } from '../tables/tally.ts';
import type {
  AnnotatedImage,
  AnnotatedObject,
  AnnotatedPicture,
  AnnotationSet,
  Coordinates,
  ImageAnnotation,
} from './annotation.ts';
import { MAX_OBJECTS } from './annotation.ts';
import { coordinatesOf, NumbersOfBoxes } from './coordinates.ts';
import { invalidAnnotations } from './errors.ts';
import type { LeftOut } from './leftOut.ts';
import { rectangleCovers } from './rasterise.ts';

/** Pictures whose size is looked at to tell corners from widths. */
const LOOKED_AT = 50;

/** How the numbers of a file are read. */
interface BoxReading {
  form: BoxForm;
  /** Whether the right and lower corner is the last pixel inside, counted from 0, and not an edge. */
  isInclusive: boolean;
  /** Whether numbers are shares of the picture's sides. */
  isRelative: boolean;
}

/** The boxes of one picture: for each row its alternatives. */
export type PictureRows = RowBoxes[][];

/**
 * Reads a table of boxes: CSV or TSV with a box in each row, or JSON with the boxes of a picture. Headings say whether
 * boxes are given by corners or by width and height; otherwise the numbers have to: corners whose right lies left of the
 * left, or widths that reach out of the picture. Corners of whole numbers are pixels, both inside and counted from 0;
 * corners with fractions are edges; numbers of at most 1 with fractions are shares of the picture. Boxes are in pixels of
 * the stored picture, unless the row or the heading (`boxes_227`) states another size.
 * @param place `isInside`: see `PicturesByName.find`; `isSaid`: whether four columns of any numbers are boxes
 * @param leftOut gets the rows that cannot be used
 * @returns undefined if the file is something else
 * @throws CamError `annotationsInvalid`, also if it is not certain what the numbers are
 */
export async function readBoxTable(
  file: string,
  pictures: PicturesByName,
  { isInside, isSaid }: { isInside: boolean; isSaid: boolean },
  leftOut: LeftOut,
): Promise<AnnotationSet | undefined> {
  const table = await readTable(file, 'annotationsInvalid');
  const named = table && pictureColumn(table, pictures, isInside);
  const columns = named && boxColumns(table, named.column);
  if (!columns || !(columns.areNamed || isSaid)) return undefined;
  const missing = new Tally();
  const byPicture = new Map<string, PictureRows>();
  for (const [i, row] of table.rows.entries()) {
    const picture = named.pictures[i];
    const boxes = columns.of(row);
    if (picture === undefined) missing.add(textsOf(row[named.column]).join(' '));
    else if (!boxes) leftOut.add(invalidAnnotations.damagedRow(file, i + 1));
    else if (boxes.length > 0) {
      const others = byPicture.get(picture);
      if (others) others.push(boxes);
      else byPicture.set(picture, [boxes]);
    }
  }
  if (byPicture.size === 0) return undefined;
  const paths = new Map([...byPicture].map(([name, rows]) => [pictures.absolute(name), rows]));
  const reading = await readingOf(file, columns.form, paths);
  return {
    ...boxImages(file, paths, reading),
    source: file,
    kind: 'boxTable',
    hasMasks: false,
    missing,
  };
}

/** The boxes of pictures as annotations. @param rows by absolute path */
export function boxImages(
  file: string,
  rows: ReadonlyMap<string, PictureRows>,
  reading: BoxReading,
): Pick<AnnotationSet, 'images' | 'categories'> {
  const all = new Set<string>();
  const images = [...rows].map(([picture, alternatives]): AnnotatedImage => {
    const names = alternatives.flatMap(([first]) => first?.boxes.map(({ name }) => name) ?? []);
    const categories = [...new Set(names)].filter((name) => name !== '');
    for (const name of categories) all.add(name);
    return {
      path: picture,
      read: async (decoded, leftOut) => readRows(file, alternatives, reading, decoded, leftOut),
      categories: async () => categories,
    };
  });
  return { images, categories: [...all] };
}

function readRows(
  file: string,
  rows: PictureRows,
  reading: BoxReading,
  picture: AnnotatedPicture,
  leftOut: LeftOut,
): ImageAnnotation {
  const name = t('the picture');
  let coordinates: Coordinates | undefined;
  const boxes = rows.flatMap((alternatives) => {
    const fitting = fittingRow(file, alternatives, picture);
    coordinates ??= fitting.coordinates;
    const { size } = fitting.coordinates;
    const isSame = size.width === coordinates.size.width && size.height === coordinates.size.height;
    if (isSame) return fitting.row.boxes;
    leftOut.add(invalidAnnotations.otherSize(file, size, name, coordinates.size));
    return [];
  });
  if (!coordinates) throw invalidAnnotations.ofNoPicture(file);
  if (boxes.length > MAX_OBJECTS) {
    leftOut.add(invalidAnnotations.moreObjectsThan(file, MAX_OBJECTS, name));
  }
  const { size } = coordinates;
  const objects = boxes.slice(0, MAX_OBJECTS).map((box): AnnotatedObject => {
    const rect = rectOf(box, reading, size);
    return {
      name: box.name,
      hasMask: false,
      isCrowd: false,
      boxes: () => [rect],
      covers: (asked) => rectangleCovers(rect, size, asked),
    };
  });
  return { ...coordinates, file, objects, ignored: undefined };
}

/** Of a row's alternatives that of the picture's own size, else one of the same proportions. */
function fittingRow(
  file: string,
  alternatives: readonly RowBoxes[],
  picture: AnnotatedPicture,
): { row: RowBoxes; coordinates: Coordinates } {
  const isExact = ({ size }: RowBoxes) =>
    size?.width === picture.width && size.height === picture.height;
  const exact = alternatives.find(isExact);
  let reason: unknown;
  for (const row of exact ? [exact] : alternatives) {
    try {
      const stated = { width: row.size?.width, height: row.size?.height };
      const extent = { width: 0, height: 0 };
      const name = t('the picture');
      return { row, coordinates: coordinatesOf(file, { name, ...stated, extent }, picture) };
    } catch (error) {
      reason = error;
    }
  }
  throw reason;
}

function rectOf({ numbers }: RowBox, reading: BoxReading, size: Size): Rect {
  const [x = 0, y = 0, third = 0, fourth = 0] = numbers;
  const more = reading.isInclusive ? 1 : 0;
  const [width, height] =
    reading.form === 'size' ? [third, fourth] : [third - x + more, fourth - y + more];
  if (!reading.isRelative) return { x, y, width, height };
  return {
    x: x * size.width,
    y: y * size.height,
    width: width * size.width,
    height: height * size.height,
  };
}

/** @throws CamError `annotationsInvalid` if neither the headings nor the numbers tell it */
async function readingOf(
  file: string,
  stated: BoxForm | undefined,
  rows: ReadonlyMap<string, PictureRows>,
): Promise<BoxReading> {
  const numbers = new NumbersOfBoxes();
  for (const { boxes } of [...rows.values()].flat(2))
    for (const box of boxes) numbers.add(box.numbers);
  const { hasFractions, areShares: isRelative } = numbers;
  const form = stated ?? (await toldForm(rows, isRelative));
  if (!form) throw invalidAnnotations.unknownBoxForm(file);
  return { form, isInclusive: form === 'corners' && !hasFractions, isRelative };
}

/** Corners or widths, if the numbers leave only one of them. */
async function toldForm(
  rows: ReadonlyMap<string, PictureRows>,
  isRelative: boolean,
): Promise<BoxForm | undefined> {
  const found = { isNotCorners: false, isNotSize: false };
  const look = (numbers: readonly number[], size: Size | undefined) => {
    const [x = 0, y = 0, third = 0, fourth = 0] = numbers;
    found.isNotCorners ||= third < x || fourth < y;
    found.isNotSize ||= size !== undefined && (x + third > size.width || y + fourth > size.height);
  };
  let toLookAt = LOOKED_AT;
  for (const [picture, all] of rows) {
    for (const { size, boxes } of all.flat()) {
      const stated = isRelative ? { width: 1, height: 1 } : asSize(size);
      const own = stated ?? (toLookAt-- > 0 ? await sizeOfPicture(picture) : undefined);
      // A last pixel that is counted as an edge reaches out by one.
      const allowed = own && { width: own.width + 1, height: own.height + 1 };
      for (const { numbers } of boxes) look(numbers, isRelative ? own : allowed);
    }
  }
  if (found.isNotCorners === found.isNotSize) return undefined;
  return found.isNotCorners ? 'size' : 'corners';
}

function asSize(size: RowBoxes['size']): Size | undefined {
  const { width, height } = size ?? {};
  return typeof width === 'number' && typeof height === 'number' ? { width, height } : undefined;
}

/** Undefined if it cannot be read; that is said where the picture is. */
async function sizeOfPicture(file: string): Promise<Size | undefined> {
  try {
    const { bytes } = await readImageFile(file);
    const sharp = await loadSharp();
    const { width, height } = await sharp(bytes).metadata();
    return { width, height };
  } catch {
    return undefined;
  }
}
