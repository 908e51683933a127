import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { readSmallText } from '../../base/smallFile.ts';
import type { AnnotatedImage, AnnotationSet } from './annotation.ts';
import { readClassMask } from './classMask.ts';
import { readCoco } from './coco.ts';
import { noAnnotations } from './errors.ts';
import { readPascalVoc } from './pascalVoc.ts';

const PICTURE = /\.(avif|gif|jpe?g|png|tiff?|webp)$/i;
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
 * of class numbers.
 * @param folder absolute
 * @throws CamError `annotationsNotFound`, `annotationsInvalid`
 */
export async function findAnnotations(folder: string): Promise<AnnotationSet> {
  const found =
    (await findCoco(folder)) ?? (await findPascalVoc(folder)) ?? (await findMasks(folder));
  if (found) return found;
  throw noAnnotations(folder);
}

async function findCoco(folder: string): Promise<AnnotationSet | undefined> {
  const parent = path.dirname(folder);
  const places = [folder, path.join(folder, 'annotations'), parent];
  for (const place of [...places, path.join(parent, 'annotations')]) {
    const files = (await list(place)).filter((name) => /\.json$/i.test(name));
    // A name that suggests annotations goes first; other JSON files in a parent folder are ignored.
    const said = files.filter((name) => /coco|annotation|instance/i.test(name));
    const others = place === folder ? files.filter((name) => !said.includes(name)) : [];
    for (const name of [...said, ...others]) {
      const set = await readCoco(path.join(place, name), folder);
      const images = set && (await existing(set.images));
      if (images && images.length > 0) return { ...set, images };
    }
  }
  return undefined;
}

async function existing(images: AnnotatedImage[]): Promise<AnnotatedImage[]> {
  const present: AnnotatedImage[] = [];
  for (const image of images) {
    if ((await stat(image.path).catch(() => undefined))?.isFile()) present.push(image);
  }
  return present;
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
    const images = await pair(folder, place, files, (file) => readClassMask(file, names));
    if (images.length > 0) return { source: place, images };
  }
  return undefined;
}

/** Pictures and annotation files of the same name without extension. */
async function pair(
  folder: string,
  place: string,
  files: string[],
  read: (file: string) => ReturnType<AnnotatedImage['read']>,
): Promise<AnnotatedImage[]> {
  if (files.length === 0) return [];
  const byStem = new Map(files.map((name) => [path.parse(name).name, path.join(place, name)]));
  return (await list(folder)).flatMap((picture): AnnotatedImage[] => {
    const file = PICTURE.test(picture) ? byStem.get(path.parse(picture).name) : undefined;
    return file === undefined ? [] : [{ path: path.join(folder, picture), read: () => read(file) }];
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
