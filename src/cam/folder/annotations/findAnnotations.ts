import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readSmallText } from '../../base/smallFile.ts';
import { filesIn } from '../tables/filesIn.ts';
import type { NamedPicture } from '../tables/picturesByName.ts';
import { certainPictures, PicturesByName } from '../tables/picturesByName.ts';
import { Tally } from '../tables/tally.ts';
import type { AnnotatedImage, AnnotationSet } from './annotation.ts';
import { readBoxTable } from './boxTable.ts';
import { categoriesOfClassMask, isBinaryMask, readClassMask } from './classMask.ts';
import { readCoco } from './coco.ts';
import { invalidAnnotations, noAnnotations } from './errors.ts';
import { LeftOut, orLeftOut } from './leftOut.ts';
import { categoriesOfPascalVoc, readPascalVoc } from './pascalVoc.ts';
import { LOCALIZATION, readWsol } from './wsol.ts';

const VOC_MASKS = 'SegmentationClass';
/** Folders of masks of class numbers, in a folder of pictures or beside it. */
export const MASK_FOLDERS = ['masks', 'annotations', VOC_MASKS];
const TABLE = /\.(csv|tsv|json|txt)$/i;
const NAME_FILES = ['classes.txt', 'labels.txt'];

/** Masks that tell whether numbers without names only mark. */
const LOOKED_AT = 20;

/** Classes of Pascal VOC by their number. */
const VOC_NAMES = [
  ...['background', 'aeroplane', 'bicycle', 'bird', 'boat', 'bottle', 'bus', 'car', 'cat'],
  ...['chair', 'cow', 'diningtable', 'dog', 'horse', 'motorbike', 'person', 'pottedplant'],
  ...['sheep', 'sofa', 'train', 'tvmonitor'],
];

/** A folder of pictures whose annotations are looked for. */
export interface AnnotatedFolder {
  /** Absolute. */
  folder: string;
  /** Its pictures, read on first use. */
  pictures(): Promise<PicturesByName>;
}

/**
 * Annotations of a folder's pictures, in the folder or beside it: COCO JSON, else Pascal VOC XML, else masks
 * of class numbers. Files that cannot be read are left out.
 * @param folder absolute
 * @param leftOut gets the files that cannot be read
 * @throws CamError `annotationsNotFound`, or `annotationsInvalid` if no file can be read
 */
export async function findAnnotations(folder: string, leftOut: LeftOut): Promise<AnnotationSet> {
  const found = await findNamedObjects(annotatedFolder(folder), leftOut);
  if (found) return found;
  throw leftOut.first ?? noAnnotations(folder);
}

/** @param relatives paths of its pictures relative to it, with `/`, if they are known */
export function annotatedFolder(folder: string, relatives?: readonly string[]): AnnotatedFolder {
  let pictures = relatives && Promise.resolve(new PicturesByName(folder, relatives));
  return { folder, pictures: () => (pictures ??= PicturesByName.of(folder)) };
}

/** As {@link findAnnotations}; undefined if there are none. */
async function findNamedObjects(
  subject: AnnotatedFolder,
  leftOut: LeftOut,
): Promise<AnnotationSet | undefined> {
  return (
    (await findCoco(subject, leftOut)) ??
    (await findPascalVoc(subject)) ??
    (await findMasks(subject, leftOut))
  );
}

/** As {@link findNamedObjects}, also boxes and masks without a category: wsolevaluation's metadata, tables of boxes. */
export async function findObjects(
  subject: AnnotatedFolder,
  leftOut: LeftOut,
): Promise<AnnotationSet | undefined> {
  return (
    (await findNamedObjects(subject, leftOut)) ??
    (await findWsol(subject, leftOut)) ??
    (await findBoxTable(subject, leftOut))
  );
}

/** The annotations in one file or folder; undefined if it has none of a picture. */
export async function readObjects(
  subject: AnnotatedFolder,
  from: string,
  leftOut: LeftOut,
): Promise<AnnotationSet | undefined> {
  const known = await subject.pictures();
  if (path.basename(from).toLowerCase() === LOCALIZATION) {
    return readWsol(path.dirname(from), subject.folder, known, leftOut);
  }
  if (/\.json$/i.test(from)) {
    const set = await readCoco(from, known, true);
    if (set && set.images.length > 0) return set;
  }
  if (TABLE.test(from)) return readBoxTable(from, known, { isInside: true, isSaid: true }, leftOut);
  return (
    (await readWsol(from, subject.folder, known, leftOut)) ??
    (await readXmlFolder(subject, from)) ??
    (await readMaskFolder(subject, from))
  );
}

async function findWsol(
  { folder, pictures }: AnnotatedFolder,
  leftOut: LeftOut,
): Promise<AnnotationSet | undefined> {
  for (const parent of [folder, path.dirname(folder)]) {
    for (const place of ['', 'metadata', path.join('metadata', path.basename(folder))]) {
      const metadata = path.join(parent, place);
      if (!(await list(metadata)).includes(LOCALIZATION)) continue;
      const read = readWsol(metadata, folder, await pictures(), leftOut);
      const set = await orLeftOut(read, leftOut);
      if (set) return set;
    }
  }
  return undefined;
}

async function findBoxTable(
  { folder, pictures }: AnnotatedFolder,
  leftOut: LeftOut,
): Promise<AnnotationSet | undefined> {
  for (const place of [folder, path.dirname(folder)]) {
    const isInside = place === folder;
    const files = (await list(place)).filter((name) => TABLE.test(name));
    const said = files.filter((name) => /box|annot|object|locali[sz]|solution/i.test(name));
    const others = isInside ? files.filter((name) => !said.includes(name)) : [];
    for (const name of [...said, ...others]) {
      const file = path.join(place, name);
      const reasons = new LeftOut();
      const how = { isInside, isSaid: said.includes(name) };
      const set = await orLeftOut(readBoxTable(file, await pictures(), how, reasons), leftOut);
      if (!set) continue;
      leftOut.addAll(reasons);
      return set;
    }
  }
  return undefined;
}

async function findCoco(
  { folder, pictures }: AnnotatedFolder,
  leftOut: LeftOut,
): Promise<AnnotationSet | undefined> {
  const parent = path.dirname(folder);
  const inside = [folder, path.join(folder, 'annotations')];
  for (const place of [...inside, parent, path.join(parent, 'annotations')]) {
    const files = (await list(place)).filter((name) => /\.json$/i.test(name));
    // A name that suggests annotations goes first; other JSON files in a parent folder are ignored.
    const said = files.filter((name) => /coco|annotation|instance/i.test(name));
    const others = place === folder ? files.filter((name) => !said.includes(name)) : [];
    for (const name of [...said, ...others]) {
      const known = await pictures();
      const isInside = inside.includes(place);
      const file = path.join(place, name);
      const set = await orLeftOut(readCoco(file, known, isInside), leftOut);
      if (set && set.images.length > 0) return set;
      if (set && isInside && set.missing.total > 0)
        leftOut.add(invalidAnnotations.ofNoPicture(file));
    }
  }
  return undefined;
}

async function findPascalVoc(subject: AnnotatedFolder): Promise<AnnotationSet | undefined> {
  const { folder } = subject;
  const beside = path.join(path.dirname(folder), 'Annotations');
  for (const place of [path.join(folder, 'Annotations'), folder, beside]) {
    const set = await readXmlFolder(subject, place);
    if (set) return set;
  }
  return undefined;
}

async function findMasks(
  subject: AnnotatedFolder,
  leftOut: LeftOut,
): Promise<AnnotationSet | undefined> {
  const { folder } = subject;
  const parents = [folder, path.dirname(folder)];
  for (const place of parents.flatMap((p) => MASK_FOLDERS.map((name) => path.join(p, name)))) {
    if (place === folder) continue;
    const set = await orLeftOut(readMaskFolder(subject, place), leftOut);
    if (set) return set;
  }
  return undefined;
}

/**
 * A folder of Pascal VOC files, each with the name of a picture, also in sub-folders.
 * @returns undefined if none belongs to a picture
 */
async function readXmlFolder(
  subject: AnnotatedFolder,
  place: string,
): Promise<AnnotationSet | undefined> {
  const { images, missing, all } = await pair(subject, place, /\.xml$/i, (file) => ({
    read: (picture, leftOut) => readPascalVoc(file, picture, leftOut),
    categories: () => categoriesOfPascalVoc(file),
  }));
  if (images.length === 0) return undefined;
  const files = all.map((name) => path.join(place, name));
  const set = { source: place, kind: 'pascalVoc', hasMasks: false, categories: [] } as const;
  return { ...set, images, missing, files };
}

/** As {@link readXmlFolder} for masks of class numbers. */
async function readMaskFolder(
  subject: AnnotatedFolder,
  place: string,
): Promise<AnnotationSet | undefined> {
  const { folder } = subject;
  const named = [place, path.dirname(place), folder];
  const names = await readNames(named);
  const files: string[] = [];
  const { images, missing, all } = await pair(subject, place, /\.png$/i, (file) => {
    files.push(file);
    return {
      read: (picture) => readClassMask(file, names, picture),
      categories: () => categoriesOfClassMask(file, names),
    };
  });
  if (images.length === 0) return undefined;
  if (!names) await requireBinary(files);
  const masks = all.map((name) => path.join(place, name));
  const set = { source: place, kind: 'masks', hasMasks: true, categories: names ?? [] } as const;
  return { ...set, images, missing, masks, files: [...masks, ...nameFiles(named)] };
}

/** Some of the masks tell whether all of them only mark. @throws CamError `annotationsInvalid` if not */
async function requireBinary(files: readonly string[]): Promise<void> {
  for (const file of files.slice(0, LOOKED_AT)) {
    const isBinary = await isBinaryMask(file).catch(() => true);
    if (!isBinary) throw invalidAnnotations.namelessNumbers(file);
  }
}

/** Pictures and annotation files of the same name without extension, in any letter case. */
async function pair(
  { pictures }: AnnotatedFolder,
  place: string,
  ending: RegExp,
  readerOf: (file: string) => Omit<AnnotatedImage, 'path'>,
): Promise<{ images: AnnotatedImage[]; missing: Tally; all: string[] }> {
  const missing = new Tally();
  const files = await filesIn(place, ending);
  if (files.length === 0) return { images: [], missing, all: files };
  const known = (await pictures()).outside(place);
  const named = new Map<string, NamedPicture>();
  for (const name of files) {
    const stem = name.slice(0, -path.extname(name).length);
    const found = known.find(stem, true, ['stem', 'bare']);
    if (found) named.set(name, found);
  }
  const certain = certainPictures(named);
  const images = new Map<string, AnnotatedImage>();
  for (const name of files) {
    const file = path.join(place, name);
    const picture = certain.get(name);
    if (picture === undefined) missing.add(name);
    else images.set(picture, { path: known.absolute(picture), ...readerOf(file) });
  }
  return { images: [...images.values()], missing, all: files };
}

function nameFiles(places: readonly string[]): string[] {
  return places.flatMap((place) => NAME_FILES.map((name) => path.join(place, name)));
}

async function readNames(places: string[]): Promise<readonly string[] | undefined> {
  for (const file of nameFiles(places)) {
    const text = await readSmallText(file, 'annotationsInvalid');
    if (text !== undefined)
      return text
        .trimEnd()
        .split(/\r?\n/)
        .map((line) => line.trim());
  }
  return path.basename(places[0] ?? '') === VOC_MASKS ? VOC_NAMES : undefined;
}

/** Names of a folder's files; none if it cannot be listed. */
async function list(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}
