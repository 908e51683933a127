import { existsSync } from 'node:fs';
import path from 'node:path';
import { MASK_FOLDERS } from '../annotations/findAnnotations.ts';
import { LeftOut, orLeftOut } from '../annotations/leftOut.ts';
import { LOCALIZATION, readWsol } from '../annotations/wsol.ts';
import { PicturesByName } from '../tables/picturesByName.ts';

/** Masks of single objects, beside Pascal VOC's masks of classes. */
const PLACES = [...MASK_FOLDERS, 'SegmentationObject'];

/** Where wsolevaluation's metadata may lie in a folder of pictures. */
const METADATA = ['', 'metadata'];

/** Whether {@link maskFiles} could find any: without a look at the pictures. */
export function mayHaveMasks(folder: string): boolean {
  const metadata = METADATA.map((place) => path.join(place, LOCALIZATION));
  return [...PLACES, ...metadata].some((name) => existsSync(path.join(folder, name)));
}

/**
 * The files of a folder that are masks of its pictures, whether or not their objects are used: PNGs in a folder for masks of
 * which at least half have the name of a picture, and what wsolevaluation's metadata name.
 * @param images paths of all its pictures and masks relative to the folder, with `/`
 * @returns paths relative to the folder, with `/`
 */
export async function maskFiles(
  folder: string,
  images: readonly { path: string }[],
): Promise<ReadonlySet<string>> {
  if (!mayHaveMasks(folder)) return new Set();
  const placeOf = (name: string) => PLACES.find((place) => name.startsWith(`${place}/`));
  const pictures = images.filter((image) => placeOf(image.path) === undefined);
  const stems = new Set(pictures.map((image) => path.posix.parse(image.path).name.toLowerCase()));
  const masks = new Set<string>();
  for (const place of PLACES) {
    const names = images
      .map((image) => image.path)
      .filter((name) => placeOf(name) === place && /\.png$/i.test(name));
    const paired = names.filter((name) => stems.has(path.posix.parse(name).name.toLowerCase()));
    if (paired.length > 0 && 2 * paired.length >= names.length) {
      for (const name of names) masks.add(name);
    }
  }
  for (const file of await metadataMasks(folder, images)) masks.add(file);
  return masks;
}

async function metadataMasks(
  folder: string,
  images: readonly { path: string }[],
): Promise<string[]> {
  const all = images.map((image) => image.path);
  const isImage = new Set(all);
  const found = await Promise.all(
    METADATA.map((place) => {
      const pictures = new PicturesByName(folder, all);
      const leftOut = new LeftOut();
      return orLeftOut(readWsol(path.join(folder, place), folder, pictures, leftOut), leftOut);
    }),
  );
  return found
    .flatMap((set) => set?.masks ?? [])
    .map((file) => path.relative(folder, file).replaceAll(path.sep, '/'))
    .filter((name) => isImage.has(name));
}
