import type { ClassOf } from './classNames.ts';
import { classesByWords } from './classNames.ts';
import { readClassNumbers } from './classNumbers.ts';

/** The class that the folders of each image name; undefined if they name none. */
export type ImageLabels = readonly (number | undefined)[];

const NUMBER = /^\d+$/;

/** What the folders of a data set say about its classes. */
interface FolderReading {
  labels: ImageLabels;
  /** Why folders that are named by numbers name no classes: a sentence. */
  doubt: string | undefined;
  /** From where numbered folders are counted; undefined if they are named. */
  countedFrom: 0 | 1 | undefined;
}

/**
 * The classes that the folders of a data set name. A folder names a class as `classesByWords` reads it, or by the number
 * of the class. Never guessed: an ambiguous name counts as none, an image in the folders of two classes has no label, and
 * numbers count only if it is certain what they are (`readClassNumbers`) and neither a folder's words nor a label
 * contradicts this. If fewer than half of the images are in such folders, none is labelled.
 * @param labels one for each class
 */
export function labelsByFolder(
  images: readonly { path: string }[],
  labels: readonly string[],
): ImageLabels {
  return readFolderLabels(images, labels).labels;
}

/** As {@link labelsByFolder}, and why numbers are not used. */
export function readFolderLabels(
  images: readonly { path: string }[],
  labels: readonly string[],
): FolderReading {
  const { folders, folderOf } = foldersOf(images);
  const names = new Set(folders.flatMap((folder) => folder.split('/')));
  const { classOf, doubt, countedFrom } = classNames(labels, names);
  const classes = folders.map((folder) => {
    const named = new Set(folder.split('/').map(classOf));
    named.delete(undefined);
    return named.size === 1 ? [...named][0] : undefined;
  });
  const areNumbers = folders.map((folder) => folder.split('/').some((name) => NUMBER.test(name)));
  let labelled = 0;
  let numbered = 0;
  for (const folder of folderOf) {
    if (classes[folder] !== undefined) labelled++;
    if (areNumbers[folder]) numbered++;
  }
  const isUsed = 2 * labelled >= images.length;
  return {
    labels: images.map((_, i) => (isUsed ? classes[folderOf[i] as number] : undefined)),
    doubt: 2 * numbered < images.length ? undefined : doubt,
    countedFrom,
  };
}

/** The different folders, and the number of each image's one. */
function foldersOf(images: readonly { path: string }[]): {
  folders: string[];
  folderOf: Uint32Array;
} {
  const numbers = new Map<string, number>();
  const folderOf = new Uint32Array(images.length);
  let folder: string | undefined;
  let number = 0;
  for (const [i, { path }] of images.entries()) {
    const length = Math.max(0, path.lastIndexOf('/'));
    // Images of one folder follow each other.
    if (length !== folder?.length || !path.startsWith(folder)) {
      folder = path.slice(0, length);
      number = numbers.get(folder) ?? numbers.size;
      numbers.set(folder, number);
    }
    folderOf[i] = number;
  }
  return { folders: [...numbers.keys()], folderOf };
}

/** Folders above a picture that may name its class: its own one, and that one's. */
const NAMING_FOLDERS = 2;

/** Folders of every data set; one of them may be the name of a class as well, as “train” in CIFAR-100. */
const COMMON = /^(train(ing)?|test(ing)?|val(id(ation)?)?|images?|pictures?|photos?|data)$/i;

/**
 * The class that the two folders above one picture name, as {@link labelsByFolder}. Numbers and common names are not
 * taken for classes, because there are no other folders to compare with.
 * @param file absolute path
 * @param labels one for each class
 */
export function labelByFolder(file: string, labels: readonly string[]): number | undefined {
  const parts = file.split(/[/\\]/).slice(-1 - NAMING_FOLDERS);
  const folders = parts.slice(0, -1).filter((folder) => !COMMON.test(folder));
  if (folders.some((folder) => NUMBER.test(folder))) return undefined;
  return labelsByFolder([{ path: [...folders, 'picture'].join('/') }], labels)[0];
}

/** The class that a folder's name means. */
function classNames(
  labels: readonly string[],
  folderNames: ReadonlySet<string>,
): { classOf: ClassOf } & Pick<FolderReading, 'doubt' | 'countedFrom'> {
  const byWords = classesByWords(labels, folderNames);
  const all = [...folderNames];
  const numbers = all.filter((name) => NUMBER.test(name));
  const areNumbers =
    numbers.length > 0 &&
    all.every((name) => byWords(name) === undefined) &&
    !labels.some((label) => NUMBER.test(label.trim()));
  const named = { doubt: undefined, countedFrom: undefined };
  if (!areNumbers) return { classOf: byWords, ...named };
  const reading = readClassNumbers(numbers.map(Number), labels);
  if ('doubt' in reading) return { classOf: () => undefined, ...named, doubt: reading.doubt };
  const { first } = reading;
  return {
    classOf: (name) => (NUMBER.test(name) ? Number(name) - first : undefined),
    doubt: undefined,
    countedFrom: first,
  };
}
