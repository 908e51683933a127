import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { CamError } from '../../base/errors.ts';
import { isPictureName } from '../../base/pictureNames.ts';
import { readSmallText } from '../../base/smallFile.ts';
import type {
  AnnotatedImage,
  AnnotatedPicture,
  AnnotationSet,
  ImageAnnotation,
} from './annotation.ts';
import { readClassMask } from './classMask.ts';
import { readCoco } from './coco.ts';
import { noAnnotations } from './errors.ts';
import type { LeftOut } from './leftOut.ts';
import { readPascalVoc } from './pascalVoc.ts';
import { PicturesByName } from './picturesByName.ts';

const MASK_FOLDERS = ['masks', 'annotations', 'SegmentationClass'];
const NAME_FILES = ['classes.txt', 'labels.txt'];

/** Classes of Pascal VOC by their number. */
const VOC_NAMES = [
  ...['background', 'aeroplane', 'bicycle', 'bird', 'boat', 'bottle', 'bus', 'car', 'cat'],
  ...['chair', 'cow', 'diningtable', 'dog', 'horse', 'motorbike', 'person', 'pottedplant'],
  ...['sheep', 'sofa', 'train', 'tvmonitor'],
];

/**
 * Annotations of a folder's pictures, in the folder or beside it: COCO JSON, else Pascal VOC XML, else masks
 * of class numbers. Files that cannot be read are left out.
 * @param folder absolute
 * @param leftOut gets the files that cannot be read
 * @throws CamError `annotationsNotFound`, or `annotationsInvalid` if no file can be read
 */
export async function findAnnotations(folder: string, leftOut: LeftOut): Promise<AnnotationSet> {
  const found =
    (await findCoco(folder, leftOut)) ?? (await findPascalVoc(folder)) ?? (await findMasks(folder));
  if (found) return found;
  throw leftOut.first ?? noAnnotations(folder);
}

async function findCoco(folder: string, leftOut: LeftOut): Promise<AnnotationSet | undefined> {
  const parent = path.dirname(folder);
  const inside = [folder, path.join(folder, 'annotations')];
  let pictures: PicturesByName | undefined;
  for (const place of [...inside, parent, path.join(parent, 'annotations')]) {
    const files = (await list(place)).filter((name) => /\.json$/i.test(name));
    // A name that suggests annotations goes first; other JSON files in a parent folder are ignored.
    const said = files.filter((name) => /coco|annotation|instance/i.test(name));
    const others = place === folder ? files.filter((name) => !said.includes(name)) : [];
    for (const name of [...said, ...others]) {
      pictures ??= await PicturesByName.of(folder);
      const known = pictures;
      const isInside = inside.includes(place);
      try {
        const file = path.join(place, name);
        const set = await readCoco(file, (picture) => known.find(picture, isInside));
        if (set && set.images.length > 0) return set;
      } catch (error) {
        if (!CamError.is(error)) throw error;
        leftOut.add(error);
      }
    }
  }
  return undefined;
}

async function findPascalVoc(folder: string): Promise<AnnotationSet | undefined> {
  const beside = path.join(path.dirname(folder), 'Annotations');
  for (const place of [folder, path.join(folder, 'Annotations'), beside]) {
    const files = (await list(place)).filter((name) => /\.xml$/i.test(name));
    const images = await pair(folder, place, files, readPascalVoc);
    if (images.length > 0) return { source: place, images };
  }
  return undefined;
}

async function findMasks(folder: string): Promise<AnnotationSet | undefined> {
  const parents = [folder, path.dirname(folder)];
  for (const place of parents.flatMap((p) => MASK_FOLDERS.map((name) => path.join(p, name)))) {
    const files = (await list(place)).filter((name) => /\.png$/i.test(name));
    if (files.length === 0 || place === folder) continue;
    const names = await readNames([place, path.dirname(place), folder]);
    const images = await pair(folder, place, files, (file, picture) =>
      readClassMask(file, names, picture),
    );
    if (images.length > 0) return { source: place, images };
  }
  return undefined;
}

/** Pictures and annotation files of the same name without extension, in any letter case. */
async function pair(
  folder: string,
  place: string,
  files: string[],
  read: (file: string, picture: AnnotatedPicture, leftOut: LeftOut) => Promise<ImageAnnotation>,
): Promise<AnnotatedImage[]> {
  if (files.length === 0) return [];
  const stem = (name: string) => path.parse(name).name.toLowerCase();
  const byStem = new Map(files.map((name) => [stem(name), path.join(place, name)]));
  return (await list(folder)).flatMap((name): AnnotatedImage[] => {
    const file = isPictureName(name) ? byStem.get(stem(name)) : undefined;
    if (file === undefined) return [];
    const readFile: AnnotatedImage['read'] = (picture, leftOut) => read(file, picture, leftOut);
    return [{ path: path.join(folder, name), read: readFile }];
  });
}

async function readNames(places: string[]): Promise<readonly string[]> {
  for (const file of places.flatMap((place) => NAME_FILES.map((name) => path.join(place, name)))) {
    const text = await readSmallText(file, 'annotationsInvalid');
    if (text !== undefined)
      return text
        .trimEnd()
        .split(/\r?\n/)
        .map((line) => line.trim());
  }
  return VOC_NAMES;
}

/** Names of a folder's files; none if it cannot be listed. */
async function list(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}
