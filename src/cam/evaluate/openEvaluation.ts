import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';
import { Slices } from '../base/slices.ts';
import type { FolderAnnotations } from '../folder/annotations/folderAnnotations.ts';
import {
  readFolderAnnotations,
  unreadableAnnotations,
} from '../folder/annotations/folderAnnotations.ts';
import type { StoredIndex } from '../folder/index/openIndex.ts';
import type { IndexOptions, IndexPlace } from '../folder/indexPlace.ts';
import { categoryClasses } from '../folder/labels/annotationLabels.ts';
import { maskFiles } from '../folder/labels/maskFiles.ts';
import type { PictureLabels } from '../folder/labels/pictureLabels.ts';
import { readPictureLabels } from '../folder/labels/pictureLabels.ts';
import { asText } from '../folder/tables/tally.ts';
import type { Activation } from '../maps/scores.ts';
import type { Finding } from '../results/evaluation/scores.ts';
import type { Predictions } from './evaluation.ts';
import { FolderEvaluation } from './folderEvaluation.ts';
import { predictionsOfIndex } from './indexPredictions.ts';
import { keepPredictions, readPredictions } from './keptPredictions.ts';

/** An index, and what its pictures are held against. */
export interface EvaluationOptions extends IndexOptions {
  /** Absolute path of a file of labels, or `folders`; what is found in the folder if left out. */
  labels?: string;
  /** Absolute path of a file or folder of boxes and masks; what is found in the folder if left out. */
  annotations?: string;
}

/** Labels and annotations of a folder's pictures. */
export interface FolderTruth {
  labels: PictureLabels;
  /** Classes of each file, in the order of the files: none for masks and pictures without a label. */
  classes: readonly (readonly number[])[];
  annotations: FolderAnnotations | undefined;
  /** Files that are no pictures to run, by path relative to the folder, with `/`. */
  masks: ReadonlySet<string>;
  findings: Finding[];
  /** Absolute paths of the files of labels, also of those that could not be used, and of unreadable annotations. */
  files: readonly string[];
}

/**
 * What the pictures of a folder show, as its files say it. Annotations that nobody asked for and that cannot be read are
 * a finding.
 * @param all paths of its pictures and masks relative to the folder, with `/`
 * @param classNames labels of the model
 * @throws CamError `labelsUnreadable`, `annotationsInvalid` about files that are asked for
 */
export async function readTruth(
  folder: string,
  all: readonly { path: string }[],
  classNames: readonly string[],
  { labels: asked, annotations: askedAnnotations }: EvaluationOptions,
): Promise<FolderTruth> {
  const findings: Finding[] = [];
  const files: string[] = [];
  const byPlace = await maskFiles(folder, all);
  const images = without(all, byPlace);
  const annotations = await readFolderAnnotations(folder, askedAnnotations, images).catch(
    (error: unknown) => {
      if (askedAnnotations !== undefined || !CamError.is(error)) throw error;
      findings.push(unreadableAnnotations(error));
      if (error.file !== undefined) files.push(error.file);
      return undefined;
    },
  );
  const ofAnnotations = annotations ? images.filter((image) => annotations.isMask(image.path)) : [];
  const masks = new Set([...byPlace, ...ofAnnotations.map((image) => image.path)]);
  const pictures = without(all, masks);
  const labels = await readPictureLabels(folder, pictures, classNames, asked, annotations);
  files.push(...labels.files);
  const classes = masks.size > 0 ? withMasks(labels.classes, all, masks) : labels.classes;
  const { findings: ofLabels } = labels;
  return { labels, classes, annotations, masks, findings: [...findings, ...ofLabels], files };
}

function without<T extends { path: string }>(
  all: readonly T[],
  masks: ReadonlySet<string>,
): readonly T[] {
  return masks.size > 0 ? all.filter((image) => !masks.has(image.path)) : all;
}

/** The classes of the pictures, and none for each mask between them. */
function withMasks(
  classes: readonly (readonly number[])[],
  all: readonly { path: string }[],
  masks: ReadonlySet<string>,
): (readonly number[])[] {
  const next = classes.values();
  return all.map((image) => (masks.has(image.path) ? [] : (next.next().value ?? [])));
}

/**
 * The evaluation of an index.
 * @param activation how probabilities follow from the logits
 * @throws CamError about the index.
 */
export async function openEvaluation(
  place: IndexPlace,
  index: StoredIndex,
  activation: Activation,
  truth: FolderTruth,
  version: string,
): Promise<FolderEvaluation> {
  const { labels, annotations, findings } = truth;
  const categories = annotations && classesOf(annotations, place.labels);
  return new FolderEvaluation({
    ...{ index, labels: place.labels, annotations },
    findings: [
      ...findings,
      ...oneClass(place.labels, labels),
      ...otherMasks(index.masks - (annotations?.masks ?? 0)),
      ...(categories?.findings ?? []),
    ],
    predictions: await predictions(place, index, activation, truth.classes),
    labelSource: labels.source,
    countedFrom: labels.countedFrom,
    version,
    classOf: categories?.classOf ?? (() => undefined),
  });
}

/** A model of one class puts it first for every picture, so the share that is right says nothing. */
function oneClass(classNames: readonly string[], { source }: PictureLabels): Finding[] {
  if (classNames.length !== 1 || !source) return [];
  const text = t(
    'The model has one class, which is the first one of every image: accuracy says nothing, and images of other classes count nowhere.',
  );
  return [{ kind: 'oneClass', count: source.labelled, text, examples: [] }];
}

/** Masks that are not those of the annotations, which are said where their source is named. */
function otherMasks(count: number): Finding[] {
  if (count <= 0) return [];
  const text = t('Masks in the folder that are not run as pictures: {0}.', asText(count));
  return [{ kind: 'mask', count, text, examples: [] }];
}

/**
 * The classes that the categories of annotations mean; a category that is none means the class that it belongs to, if it
 * belongs to one: a stove in a kitchen is what a classifier of rooms should look at.
 */
function classesOf(annotations: FolderAnnotations, labels: readonly string[]) {
  const { classOf, findings } = categoryClasses(annotations, labels);
  const ofGroup = (name: string): number | undefined => {
    const group = annotations.groups.get(name);
    return group === undefined ? undefined : classOf(group);
  };
  return { findings, classOf: (name: string) => classOf(name) ?? ofGroup(name) };
}

async function predictions(
  { indexFolder }: IndexPlace,
  index: StoredIndex,
  activation: Activation,
  labels: readonly (readonly number[])[],
): Promise<Predictions> {
  const key = keyOf(index.version, activation, labels);
  const kept = readPredictions(indexFolder, key, labels.length);
  if (kept) return kept;
  const found = await predictionsOfIndex(index, activation, labels);
  // Those of a scan that goes on would be replaced in a second.
  if (index.complete) keepPredictions(indexFolder, key, found);
  return found;
}

function keyOf(
  version: string,
  activation: Activation,
  labels: readonly (readonly number[])[],
): string {
  // How many classes each picture has, and which.
  const numbers = new Int32Array(labels.reduce((sum, classes) => sum + 1 + classes.length, 0));
  let at = 0;
  for (const classes of labels) {
    numbers[at] = classes.length;
    numbers.set(classes, at + 1);
    at += 1 + classes.length;
  }
  return createHash('sha256')
    .update(JSON.stringify([version, activation]))
    .update(numbers)
    .digest('hex');
}

/** Changes with the index, with the files of labels, and with new files in the folder or beside it. */
export async function quickVersionOf(
  { folder }: IndexPlace,
  { version }: StoredIndex,
  { labels: askedLabels, annotations: askedAnnotations }: EvaluationOptions,
  { files }: Pick<FolderTruth, 'files'>,
): Promise<string> {
  const watched = [folder, path.dirname(folder), ...files];
  const changes = await Promise.all(watched.map(changedAt));
  return createHash('sha256')
    .update(JSON.stringify([version, askedLabels, askedAnnotations, ...changes]))
    .digest('hex')
    .slice(0, 16);
}

async function changedAt(file: string): Promise<string> {
  const stats = await stat(file).catch(() => undefined);
  return stats ? `${stats.mtimeMs} ${stats.size}` : '';
}

/** As {@link quickVersionOf}, and changes with the files of annotations, of which each picture may have one. */
export async function versionOf(
  quickVersion: string,
  { annotations }: Pick<FolderTruth, 'annotations'>,
): Promise<string> {
  const hash = createHash('sha256').update(quickVersion);
  const slices = new Slices();
  for (const file of annotations?.files ?? []) {
    // Thousands of files: a promise for each takes several times as long.
    const stats = statSync(file, { throwIfNoEntry: false });
    hash.update(stats ? `${stats.mtimeMs} ${stats.size};` : ';');
    if (slices.isOver) await slices.next();
  }
  return hash.digest('hex').slice(0, 16);
}
