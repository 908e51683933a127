import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { t } from '@vscode/l10n';
import { CamError } from '../../base/errors.ts';
import { readFolderLabels } from '../../config/labels/folderLabels.ts';
import type { LabelSource } from '../../results/evaluation/overview.ts';
import type { Finding } from '../../results/evaluation/scores.ts';
import type { FolderAnnotations } from '../annotations/folderAnnotations.ts';
import { PicturesByName } from '../tables/picturesByName.ts';
import { annotationLabels } from './annotationLabels.ts';
import { GROUND_TRUTH, readGroundTruth } from './groundTruth.ts';
import type { ClassReading, Doubt } from './labelReading.ts';
import { isDoubt, SubfolderReading } from './labelReading.ts';
import { numberDoubt, readingFindings, refusal, sourceText, unlabelled } from './labelTexts.ts';
import { readTableLabels, WSOL_CLASSES } from './tableLabels.ts';

/** Which classes the pictures of a folder show. */
export interface PictureLabels {
  /** Undefined if nothing names a class of the model. */
  source: LabelSource | undefined;
  /** Of each picture, in the order of the pictures: none, one, or several where it has several. */
  classes: readonly (readonly number[])[];
  /** What does not count, and why. */
  findings: Finding[];
  /** From where class numbers are counted; undefined if classes are named. */
  countedFrom?: number | undefined;
  /** Absolute paths of the files that were looked into, also of those that are not used. */
  files: readonly string[];
}

/** A folder whose pictures are to be labelled. */
interface Subject {
  /** Absolute. */
  folder: string;
  images: readonly { path: string }[];
  pictures: PicturesByName;
  labels: readonly string[];
}

/**
 * The classes of a folder's pictures. Without a wish: from sub-folders named as classes; else from a table of pictures and
 * classes in the folder or beside it; else from ILSVRC's ground truth; else from the names of the annotated objects. What
 * is not certain is refused with a finding, never guessed.
 * @param folder absolute
 * @param images paths of the pictures relative to the folder, with `/`, without masks
 * @param classNames labels of the model
 * @param asked the only source: absolute path of a file, or `folders`; undefined for the first that there is
 * @throws CamError `labelsUnreadable` if the file that is asked for cannot be read
 */
export async function readPictureLabels(
  folder: string,
  images: readonly { path: string }[],
  classNames: readonly string[],
  asked: string | undefined,
  annotations: FolderAnnotations | undefined,
): Promise<PictureLabels> {
  const pictures = new PicturesByName(
    folder,
    images.map((image) => image.path),
  );
  const subject: Subject = { folder, images, pictures, labels: classNames };
  const findings: Finding[] = [];
  const files: string[] = asked === undefined || asked === 'folders' ? [] : [asked];
  const use = (reading: ClassReading | Doubt | undefined, from: string) => {
    if (isDoubt(reading)) findings.push(refusal(from, reading.doubt));
    return reading === undefined || isDoubt(reading) || reading.labelled === 0
      ? undefined
      : reading;
  };
  const byFolder = asked === undefined || asked === 'folders' ? byFolders(subject) : undefined;
  const folders = isDoubt(byFolder) ? undefined : byFolder;
  let found: ClassReading | undefined;
  if (asked === 'folders') found = use(byFolder, folder);
  else if (asked !== undefined) found = use(await readAsked(subject, asked, annotations), asked);
  else {
    found =
      use(byFolder, folder) ??
      (await bestFile(subject, findings, files, annotations)) ??
      (annotations &&
        use(await annotationLabels(annotations, images, classNames), annotations.source.from));
  }
  if (!found) {
    if (folders) findings.push(...readingFindings(folders));
    const classes = images.map(() => []);
    findings.push(...unlabelled(images, classes, false));
    return { source: undefined, classes, findings, files };
  }
  files.push(...found.keys);
  const { kind, from, labelled, countedFrom } = found;
  const classes = found.inOrder(images);
  const text = sourceText(found, classes, classNames.length);
  findings.push(...readingFindings(found), ...unlabelled(images, classes, true));
  return { source: { kind, from, labelled, text }, classes, findings, countedFrom, files };
}

function byFolders({ folder, images, labels }: Subject): ClassReading | Doubt {
  const { labels: found, doubt, countedFrom } = readFolderLabels(images, labels);
  if (doubt !== undefined) return numberDoubt(doubt);
  const classes = labels.map((_, classIndex) => [classIndex]);
  const none: number[] = [];
  const reading = new SubfolderReading(
    folder,
    found.map((classIndex) => (classIndex === undefined ? none : (classes[classIndex] ?? none))),
  );
  reading.countedFrom = countedFrom;
  for (const [i, { path: name }] of images.entries()) {
    if (found[i] === undefined && name.includes('/')) {
      reading.unknown.add(name.slice(0, name.lastIndexOf('/')));
    }
  }
  return reading;
}

/**
 * The file of a table or of ground truth that labels most pictures.
 * @param files gets those that are looked into
 */
async function bestFile(
  subject: Subject,
  findings: Finding[],
  files: string[],
  annotations: FolderAnnotations | undefined,
): Promise<ClassReading | undefined> {
  let best: ClassReading | undefined;
  for (const { file, isInside } of await candidates(subject.folder, annotations)) {
    // Its categories are read as annotations.
    if (annotations?.source.kind === 'coco' && annotations.source.from === file) continue;
    files.push(file);
    try {
      const reading = await readFile(subject, file, isInside);
      if (isDoubt(reading)) findings.push(refusal(file, reading.doubt));
      else if (reading && reading.labelled > (best?.labelled ?? 0)) best = reading;
    } catch (error) {
      if (!CamError.is(error)) throw error;
      findings.push(refusal(file, error.message));
    }
    if (best?.labelled === subject.images.length) break;
  }
  return best;
}

/** Names of files beside a folder that suggest labels of its pictures. */
const SAID = /label|class|val|test|train|annot|truth|solution|synset|meta|boxes/i;

async function candidates(
  folder: string,
  annotations: FolderAnnotations | undefined,
): Promise<{ file: string; isInside: boolean }[]> {
  const inside = (await tables(folder)).map((name) => {
    return { file: path.join(folder, name), isInside: true };
  });
  const parent = path.dirname(folder);
  const own = path.basename(folder).toLowerCase();
  const beside = (await tables(parent))
    .filter((name) => SAID.test(name) || path.parse(name).name.toLowerCase() === own)
    .map((name) => ({ file: path.join(parent, name), isInside: false }));
  const { kind, from = '' } = annotations?.source ?? {};
  const ofMetadata = { file: path.join(from, WSOL_CLASSES), isInside: true };
  return [...(kind === 'wsol' ? [ofMetadata] : []), ...inside, ...beside];
}

/** Names of the tables in a folder; those of ground truth without pictures' names last. */
async function tables(folder: string): Promise<string[]> {
  const names = (await readdir(folder).catch(() => [])).sort();
  const tables = names.filter((name) => /\.(csv|tsv|json|txt)$/i.test(name));
  const isTruth = (name: string) => GROUND_TRUTH.test(name);
  return [...tables.filter((name) => !isTruth(name)), ...tables.filter(isTruth)];
}

async function readFile(
  { pictures, images, labels }: Subject,
  file: string,
  isInside: boolean,
): Promise<ClassReading | Doubt | undefined> {
  const table = await readTableLabels(file, pictures, isInside, labels);
  if (table || !GROUND_TRUTH.test(file)) return table;
  return readGroundTruth(file, images, labels);
}

async function readAsked(
  subject: Subject,
  file: string,
  annotations: FolderAnnotations | undefined,
): Promise<ClassReading | Doubt> {
  if (annotations?.source.kind !== 'boxTable' && annotations?.source.from === file) {
    return annotationLabels(annotations, subject.images, subject.labels);
  }
  const reading =
    (await readTableLabels(file, subject.pictures, true, subject.labels)) ??
    (await readGroundTruth(file, subject.images, subject.labels));
  if (reading) return reading;
  return existsSync(file)
    ? { doubt: t('It names no class of a picture in the folder.') }
    : { doubt: t('It does not exist.') };
}
