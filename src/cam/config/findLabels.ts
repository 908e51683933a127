import path from 'node:path';
import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';
import { isRecordedPathAllowed } from '../base/recordedPath.ts';
import type { ConfigSource } from './configSource.ts';
import {
  contradictoryLabels,
  labelsElsewhere,
  noLabelsFile,
  otherLabelCount,
} from './labels/errors.ts';
import { IMAGENET_NAMES } from './labels/imagenetNames.ts';
import { findLabelFiles, readLabelFile } from './labels/labelFiles.ts';
import type { LabelReading } from './labels/labelReading.ts';
import { inOrder, numberedLabels } from './labels/labelReading.ts';
import type { Sourced } from './preprocessing.ts';
import type { Sidecar } from './sidecar.ts';

/** TensorFlow's ImageNet models have 1001 classes, of which the first is "background". */
const IMAGENET_CLASSES = IMAGENET_NAMES.length;

/**
 * The labels that a sidecar states, or those of the file that it names.
 * @param notices gets what is doubtful
 * @throws CamError `labelsUnreadable`, `labelCountMismatch`.
 */
export async function sidecarLabels(
  sidecar: Pick<Sidecar, 'file' | 'labels'>,
  classes: number,
  notices: string[],
): Promise<Sourced<string[]> | undefined> {
  const { labels } = sidecar;
  if (labels === undefined) return undefined;
  const isFile = typeof labels === 'string';
  const folder = path.dirname(sidecar.file);
  if (isFile && !isRecordedPathAllowed(labels, { isTrusted: true, folders: [folder] })) {
    throw labelsElsewhere(labels, sidecar.file);
  }
  const file = isFile ? path.resolve(folder, labels) : sidecar.file;
  const reading = isFile ? await readLabelFile(file, classes) : inOrder(labels);
  if (!reading) throw noLabelsFile(file, String(labels), sidecar.file);
  if (reading.contradiction) throw contradictoryLabels(file, reading.contradiction);
  const source = path.basename(file);
  const fitting = fitLabels(reading, source, classes, notices);
  if (!fitting) throw otherLabelCount(file, reading.values.length, classes);
  return { ...fitting, file };
}

/**
 * The labels of the first source that has as many as the model has classes: those given, then files beside the model.
 * If there is none, a model of 1000 or 1001 classes gets the names of ImageNet-1k, and another one `class 0`, `class 1`, …
 * @param notices gets what does not fit, and what is doubtful
 */
export async function findLabels(
  modelPath: string,
  sources: readonly ConfigSource[],
  classes: number,
  notices: string[],
): Promise<Sourced<string[]>> {
  for (const { value, source, file } of sources.flatMap((found) => found.labels ?? [])) {
    const fitting = usable(value, source, classes, notices);
    if (fitting) return file === undefined ? fitting : { ...fitting, file };
  }
  return (
    (await labelsBeside(modelPath, classes, notices)) ??
    imagenetLabels(classes, notices) ?? {
      value: numberedLabels(classes),
      source: t('no labels found, so numbers are shown'),
      standIn: 'numbers',
    }
  );
}

/** Nearly every model with so many classes was trained on ImageNet; the notice says that this is not known. */
function imagenetLabels(classes: number, notices: string[]): Sourced<string[]> | undefined {
  const source = t('ImageNet-1k, built in');
  const labels = fitLabels(inOrder([...IMAGENET_NAMES]), source, classes, notices);
  if (!labels) return undefined;
  notices.push(
    t(
      'No labels were found. Since the model has {0} classes, ImageNet-1k names are shown; for other classes, put labels.txt beside the model.',
      classes,
    ),
  );
  return { ...labels, standIn: 'imagenet' };
}

async function labelsBeside(
  modelPath: string,
  classes: number,
  notices: string[],
): Promise<Sourced<string[]> | undefined> {
  let used: (Sourced<string[]> & { file: string }) | undefined;
  for (const file of await findLabelFiles(modelPath)) {
    try {
      const reading = await readLabelFile(file, classes);
      if (!reading) continue;
      const source = path.basename(file);
      if (!used) {
        const fitting = usable(reading, source, classes, notices);
        if (fitting) used = { ...fitting, file };
      } else if (isOtherwise(used.value, reading)) {
        notices.push(t('{0} has different labels; those in {1} are used.', source, used.source));
      }
    } catch (error) {
      if (!CamError.is(error)) throw error;
      if (!used) notices.push(t('{0} It is not used.', error.message));
    }
  }
  return used;
}

/** Whether a second source, of as many labels, says something else. */
function isOtherwise(used: string[], { values }: LabelReading): boolean {
  return values.length === used.length && values.some((label, i) => label !== used[i]);
}

/** The labels, if they can be used; else a notice says why not. */
function usable(
  reading: LabelReading,
  source: string,
  classes: number,
  notices: string[],
): Sourced<string[]> | undefined {
  const { values, contradiction } = reading;
  if (contradiction) {
    notices.push(t('{0} is not used. {1}', source, contradiction));
    return undefined;
  }
  const fitting = fitLabels(reading, source, classes, notices);
  if (fitting) return fitting;
  notices.push(
    t(
      '{0} has {1} labels, but the model has {2} classes; it is not used.',
      source,
      values.length,
      classes,
    ),
  );
  return undefined;
}

/**
 * One label for each class; undefined if their number is another. Labels that count from 1, and the 1000 of ImageNet,
 * leave class 0 to the background of a model that has one class more.
 */
function fitLabels(
  { values, first, doubts }: LabelReading,
  source: string,
  classes: number,
  notices: string[],
): Sourced<string[]> | undefined {
  const hasBackground =
    classes === values.length + 1 && (first === 1 || values.length === IMAGENET_CLASSES);
  if (values.length !== classes && !hasBackground) return undefined;
  notices.push(...doubts.map((doubt) => t('{0}: {1}', source, doubt)));
  return hasBackground
    ? { value: ['background', ...values], source: t('{0}, after "background"', source) }
    : { value: values, source };
}
