import path from 'node:path';
import { t } from '@vscode/l10n';
import type { CamError } from '../../base/errors.ts';
import type { PictureObjects } from '../../evaluate/evaluation.ts';
import type { AnnotationSource } from '../../results/evaluation/overview.ts';
import type { Finding } from '../../results/evaluation/scores.ts';
import { asText, Tally } from '../tables/tally.ts';
import type { AnnotatedImage, AnnotatedPicture, AnnotationSet } from './annotation.ts';
import { invalidAnnotations } from './errors.ts';
import { annotatedFolder, findObjects, readObjects } from './findAnnotations.ts';
import { LeftOut, orLeftOut } from './leftOut.ts';
import type { ObjectFaults } from './pictureObjects.ts';
import { pictureObjects } from './pictureObjects.ts';

/** The boxes and masks of a folder's pictures. Files of single pictures are read when their objects are asked for. */
export interface FolderAnnotations {
  readonly source: AnnotationSource;
  /** Names of all categories, where they are known before the files of single pictures are read; else none. */
  readonly classNames: readonly string[];
  /** What a category belongs to, by its name: a stove to a kitchen. Empty where the annotations do not say it. */
  readonly groups: ReadonlyMap<string, string>;
  /** Absolute paths of the files that say it, also of single pictures, and of those that could not be used. */
  readonly files: readonly string[];
  /** Number of masks in the folder. */
  readonly masks: number;
  /** Whether a file of the folder, by its path relative to it, with `/`, is one of the masks: no picture to run. */
  isMask(path: string): boolean;
  /**
   * Names of the categories of each annotated picture's objects, by path relative to the folder. Reads all files.
   */
  categories(): Promise<ReadonlyMap<string, readonly string[]>>;
  /**
   * The wanted objects of a picture.
   * @param path relative to the folder, with `/`
   * @param wanted by the name of the category; objects without one are of whatever class the picture is, and wanted
   * @returns undefined if it has no annotation that can be used, or none of the wanted
   */
  objectsOf(
    path: string,
    picture: AnnotatedPicture,
    wanted: (categoryName: string) => boolean,
  ): Promise<PictureObjects | undefined>;
  /**
   * What does not count of the files and of the pictures whose objects were asked for until now, and why.
   * @param classOf class of a category's name; with it the categories that are no class are among them
   */
  findings(classOf?: (categoryName: string) => number | undefined): Finding[];
}

/**
 * Boxes and masks of a folder's pictures, in the folder or beside it: COCO JSON, else Pascal VOC XML, else masks of class
 * numbers, else wsolevaluation's metadata, else a table of boxes.
 * @param folder absolute
 * @param asked the only source: absolute path of a file or folder; undefined for the first that there is
 * @param images paths of the pictures relative to the folder, with `/`, if they are known
 * @returns undefined if there are none
 * @throws CamError `annotationsInvalid` if what is asked for, or all that there is, cannot be read
 */
export async function readFolderAnnotations(
  folder: string,
  asked: string | undefined,
  images?: readonly { path: string }[],
): Promise<FolderAnnotations | undefined> {
  const subject = annotatedFolder(
    folder,
    images?.map((image) => image.path),
  );
  const leftOut = new LeftOut();
  const set =
    asked === undefined
      ? await findObjects(subject, leftOut)
      : await readObjects(subject, asked, leftOut);
  if (set) return new ReadAnnotations(folder, set, leftOut);
  if (asked !== undefined) throw invalidAnnotations.ofNoPicture(asked);
  if (leftOut.first) throw leftOut.first;
  return undefined;
}

class ReadAnnotations implements FolderAnnotations {
  readonly source: AnnotationSource;
  readonly classNames: readonly string[];
  readonly groups: ReadonlyMap<string, string>;
  readonly files: readonly string[];
  /** Relative to the folder, with `/`. */
  readonly #masks: ReadonlySet<string>;
  readonly #missing: Tally;
  readonly #files: LeftOut;
  readonly #images: ReadonlyMap<string, AnnotatedImage>;
  /** By picture. */
  readonly #faults = new Map<string, ObjectFaults>();
  /** Names of categories by picture. */
  readonly #seen = new Map<string, readonly string[]>();

  constructor(folder: string, set: AnnotationSet, files: LeftOut) {
    this.#missing = set.missing;
    this.#files = files;
    this.classNames = set.categories;
    this.groups = set.groups ?? new Map();
    this.files = [...(set.files ?? [set.source]), ...files.files];
    const relative = (file: string) => path.relative(folder, file).replaceAll(path.sep, '/');
    this.#images = new Map(set.images.map((image) => [relative(image.path), image]));
    const masks = (set.masks ?? []).map(relative).filter((name) => !name.startsWith('../'));
    this.#masks = new Set(masks);
    const { kind, source: from, hasMasks } = set;
    const pictures = this.#images.size;
    this.source = { kind, from, pictures, hasMasks, text: sourceText(set, pictures, masks.length) };
  }

  get masks(): number {
    return this.#masks.size;
  }

  isMask(name: string): boolean {
    return this.#masks.has(name);
  }

  async categories(): Promise<ReadonlyMap<string, readonly string[]>> {
    const found = new Map<string, readonly string[]>();
    for (const [name, image] of this.#images) {
      const faults = newFaults();
      const names = await orLeftOut(image.categories(), faults.leftOut);
      if (names) found.set(name, names);
      else if (!this.#faults.has(name)) this.#faults.set(name, faults);
    }
    return found;
  }

  async objectsOf(
    name: string,
    picture: AnnotatedPicture,
    wanted: (categoryName: string) => boolean,
  ): Promise<PictureObjects | undefined> {
    const image = this.#images.get(name);
    if (!image) return undefined;
    const faults = newFaults();
    this.#faults.set(name, faults);
    const annotation = await orLeftOut(image.read(picture, faults.leftOut), faults.leftOut);
    if (!annotation) return undefined;
    const named = annotation.objects.filter((object) => object.name !== '');
    this.#seen.set(name, [...new Set(named.map((object) => object.name))]);
    const chosen = annotation.objects.filter((object) => object.name === '' || wanted(object.name));
    return pictureObjects(annotation, chosen, picture, faults);
  }

  findings(classOf?: (categoryName: string) => number | undefined): Finding[] {
    const name = path.basename(this.source.from);
    const [cut, outside, empty, unknown] = [new Tally(), new Tally(), new Tally(), new Tally()];
    const reasons = this.#files.report();
    for (const [picture, faults] of this.#faults) {
      if (faults.cut > 0) cut.add(picture, faults.cut);
      if (faults.outside > 0) outside.add(picture, faults.outside);
      if (faults.hasEmptyMask) empty.add(picture);
      const { count, reasons: more } = faults.leftOut.report();
      reasons.count += count;
      reasons.reasons.push(...more.map((reason) => `${picture}: ${reason}`));
    }
    if (classOf) {
      for (const names of this.#seen.values()) {
        for (const category of names) if (classOf(category) === undefined) unknown.add(category);
      }
    }
    return [
      ...unusable(name, reasons),
      ...this.#missing.findings('missingPicture', () =>
        t(
          'Annotations in {0} of pictures that are not in the folder: {1}.',
          name,
          asText(this.#missing.total),
        ),
      ),
      ...cut.findings('boxOutside', () =>
        t('Boxes that reach outside their picture: {0}; they are cut.', asText(cut.total)),
      ),
      ...outside.findings('boxOutside', () =>
        t('Boxes that lie outside their picture: {0}; they are left out.', asText(outside.total)),
      ),
      ...empty.findings('emptyMask', () =>
        t('Pictures whose mask has no pixel: {0}; they are left out.', asText(empty.total)),
      ),
      ...unknown.findings('unknownClass', () =>
        t('Categories in {0} that are no class of the model: {1}.', name, asText(unknown.names)),
      ),
    ];
  }
}

/** Annotations that are there, but cannot be read: what `readFolderAnnotations` throws, as a finding. */
export function unreadableAnnotations({ message, file }: CamError): Finding {
  const examples = file === undefined ? [] : [path.basename(file)];
  return { kind: 'badAnnotation', count: 1, text: message, examples };
}

/** Reasons that a finding gives. */
const MAX_REASONS = 10;

function unusable(
  name: string,
  { count, reasons }: { count: number; reasons: string[] },
): Finding[] {
  if (count === 0) return [];
  const text = t('Annotations in {0} that cannot be used: {1}.', name, asText(count));
  return [{ kind: 'badAnnotation', count, text, examples: reasons.slice(0, MAX_REASONS) }];
}

function newFaults(): ObjectFaults {
  return { leftOut: new LeftOut(), cut: 0, outside: 0, hasEmptyMask: false };
}

/** @param masks files inside the folder of pictures */
function sourceText(
  { kind, source, hasMasks }: AnnotationSet,
  pictures: number,
  masks: number,
): string {
  const name = path.basename(source);
  const form = {
    coco: 'COCO',
    pascalVoc: 'Pascal VOC',
    masks: t('masks of class numbers'),
    wsol: 'wsolevaluation',
    boxTable: t('a table of boxes'),
  }[kind];
  if (masks > 0) {
    return t(
      'Masks: {0} ({1}) has annotations of {2} pictures; its {3} masks are not run as pictures.',
      ...[name, form, asText(pictures), asText(masks)],
    );
  }
  return hasMasks
    ? t('Masks: {0} ({1}) has annotations of {2} pictures.', name, form, asText(pictures))
    : t('Boxes: {0} ({1}) has annotations of {2} pictures.', name, form, asText(pictures));
}
