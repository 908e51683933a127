import { existsSync } from 'node:fs';
import path from 'node:path';
import { CamError } from '../../base/errors.ts';
import { loadSharp } from '../../image/loadSharp.ts';
import { readImageFile } from '../../image/readImageFile.ts';
import type { RowBoxes } from '../tables/boxColumns.ts';
import type { NamedPicture, PicturesByName } from '../tables/picturesByName.ts';
import { certainPictures } from '../tables/picturesByName.ts';
import { readTable } from '../tables/readTable.ts';
import { Tally } from '../tables/tally.ts';
import type {
  AnnotatedImage,
  AnnotatedObject,
  AnnotatedPicture,
  AnnotationSet,
  Coordinates,
  ImageAnnotation,
} from './annotation.ts';
import type { PictureRows } from './boxTable.ts';
import { boxImages } from './boxTable.ts';
import { coordinatesOf } from './coordinates.ts';
import { invalidAnnotations } from './errors.ts';
import type { LeftOut } from './leftOut.ts';
import { partBoxes } from './maskBoxes.ts';

/** The file by which a folder of metadata is known. */
export const LOCALIZATION = 'localization.txt';

const SIZES = 'image_sizes.txt';

/** Folders above the metadata in which the paths of masks may begin. */
const ROOTS = ['', '..', '../..', '../../..'];

/**
 * Reads a folder of metadata of wsolevaluation (Choe et al., CVPR 2020): `localization.txt` with lines of a picture and a
 * box (corners in pixels, both inside, counted from 0) or of a picture, a mask and a mask of ignored pixels;
 * `image_sizes.txt` if it is there. The objects have no categories: they are of the picture's class.
 * @param metadata absolute path of the folder
 * @param folder absolute path of the pictures, in which the paths of masks may begin, too
 * @returns undefined if it has no picture of the folder
 * @throws CamError `annotationsInvalid`
 */
export async function readWsol(
  metadata: string,
  folder: string,
  pictures: PicturesByName,
  leftOut: LeftOut,
): Promise<AnnotationSet | undefined> {
  const file = path.join(metadata, LOCALIZATION);
  const table = await readTable(file, 'annotationsInvalid');
  if (!table) return undefined;
  const missing = new Tally();
  const rows = new Map<string, string[][]>();
  const names = picturesOf(table.rows as string[][], pictures);
  for (const [i, [name = '', ...cells]] of (table.rows as string[][]).entries()) {
    const found = names.get(name);
    if (found === undefined) missing.add(name);
    else if (!isBox(cells) && (cells.length === 0 || cells.length > 2)) {
      leftOut.add(invalidAnnotations.damagedRow(file, i + 1));
    } else {
      const picture = pictures.absolute(found);
      rows.set(picture, [...(rows.get(picture) ?? []), cells]);
    }
  }
  if (rows.size === 0) return undefined;
  const sizes = await readSizes(metadata, pictures);
  const hasMasks = [...rows.values()].some(([cells]) => cells && !isBox(cells));
  const files = [file, path.join(metadata, SIZES)];
  const set = { source: metadata, kind: 'wsol', hasMasks, missing } as const;
  if (hasMasks) {
    const rootsOf = ROOTS.map((root) => path.join(metadata, root));
    const roots = [folder, path.dirname(folder), ...rootsOf];
    const images = [...rows].map(([picture, masks]): AnnotatedImage => {
      const read = (decoded: AnnotatedPicture) => readMasks(file, masks, roots, decoded);
      return { path: picture, read, categories: async () => [] };
    });
    const masks = [...new Set([...rows.values()].flat(2))].flatMap(
      (name) => maskFile(name, roots) ?? [],
    );
    return { ...set, images, categories: [], masks, files: [...files, ...masks] };
  }
  const boxes = new Map<string, PictureRows>();
  for (const [picture, all] of rows) {
    boxes.set(
      picture,
      all.map((cells): RowBoxes[] => [
        { size: sizes.get(picture), boxes: [{ numbers: cells.map(Number), name: '' }] },
      ]),
    );
  }
  return {
    ...{ ...set, files },
    ...boxImages(file, boxes, { form: 'corners', isInclusive: true, isRelative: false }),
  };
}

/** The pictures that the first cells name. */
function picturesOf(
  rows: readonly string[][],
  pictures: PicturesByName,
): ReadonlyMap<string, string> {
  const named = new Map<string, NamedPicture>();
  for (const [name = ''] of rows) {
    const found = named.has(name) ? undefined : pictures.find(name, true);
    if (found) named.set(name, found);
  }
  return certainPictures(named);
}

function isBox(cells: readonly string[]): boolean {
  return cells.length === 4 && cells.every((cell) => cell !== '' && Number.isFinite(Number(cell)));
}

async function readSizes(
  metadata: string,
  pictures: PicturesByName,
): Promise<ReadonlyMap<string, RowBoxes['size']>> {
  const table = await readTable(path.join(metadata, SIZES), 'annotationsInvalid');
  const sizes = new Map<string, RowBoxes['size']>();
  const rows = (table?.rows ?? []) as string[][];
  const names = picturesOf(rows, pictures);
  for (const [name = '', width, height] of rows) {
    const picture = names.get(name);
    if (picture !== undefined)
      sizes.set(pictures.absolute(picture), { width: Number(width), height: Number(height) });
  }
  return sizes;
}

/** The union of a picture's masks as one object. */
async function readMasks(
  file: string,
  masks: readonly (readonly string[])[],
  roots: readonly string[],
  picture: AnnotatedPicture,
): Promise<ImageAnnotation> {
  let coordinates: Coordinates | undefined;
  const union = async (names: readonly string[]) => {
    let marked: Uint8Array | undefined;
    for (const name of new Set(names.filter((one) => one !== ''))) {
      const mask = await readBinaryMask(file, name, roots, picture);
      coordinates ??= mask;
      if (
        mask.size.width !== coordinates.size.width ||
        mask.size.height !== coordinates.size.height
      )
        throw invalidAnnotations.otherSize(file, mask.size, name, coordinates.size);
      if (!marked) marked = mask.marked;
      else for (const [i, value] of mask.marked.entries()) if (value === 1) marked[i] = 1;
    }
    return marked;
  };
  const object = await union(masks.map(([mask = '']) => mask));
  const ignored = await union(masks.map(([, ignore = '']) => ignore));
  if (!coordinates || !object) throw invalidAnnotations.ofNoPicture(file);
  const { size, orientation } = coordinates;
  const objects: AnnotatedObject[] = [
    {
      name: '',
      hasMask: true,
      isCrowd: false,
      boxes: () => partBoxes(object, size, 1),
      covers: ({ pixels }) => new Uint8Array(pixels).map((_, i) => object[pixels[i] ?? -1] ?? 0),
    },
  ];
  return { size, orientation, file, objects, ignored };
}

/** The file of a mask; undefined if there is none, or it is not below the roots. */
function maskFile(name: string, roots: readonly string[]): string | undefined {
  if (name === '' || name.split(/[\\/]/).includes('..')) return undefined;
  return roots.map((root) => path.join(root, name)).find((one) => existsSync(one));
}

/** A grey picture whose pixels are marked where they are not 0. */
async function readBinaryMask(
  file: string,
  name: string,
  roots: readonly string[],
  picture: AnnotatedPicture,
): Promise<Coordinates & { marked: Uint8Array }> {
  const found = maskFile(name, roots);
  if (!found) throw invalidAnnotations.missingMask(file, name);
  const { bytes } = await readImageFile(found);
  const sharp = await loadSharp();
  try {
    const { data, info } = await sharp(bytes, { failOn: 'error', ignoreIcc: true })
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const size = { width: info.width, height: info.height };
    const coordinates = coordinatesOf(found, { name, ...size, extent: size }, picture);
    const marked = new Uint8Array(size.width * size.height);
    for (let i = 0; i < marked.length; i++) marked[i] = data[i * info.channels] === 0 ? 0 : 1;
    return { ...coordinates, marked };
  } catch (cause) {
    if (CamError.is(cause)) throw cause;
    throw invalidAnnotations.undecodedPng(found, cause);
  }
}
