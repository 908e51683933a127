import path from 'node:path';
import { withoutValue, withValue } from '../base/jsonText.ts';
import { editSidecar } from '../config/editSidecar.ts';
import { sidecarLabels } from '../config/findLabels.ts';
import { readSidecar } from '../config/sidecar.ts';
import { sidecarPath } from '../config/sidecarFile.ts';

/** What was read of a file of labels. */
export interface LabelPreview {
  /** One for each class. */
  labels: string[];
  /** What is doubtful: sentences for the user. */
  notices: string[];
  /** What the sidecar is to state, for `setLabels`. */
  stated: string;
}

/**
 * What a model's labels would be if its sidecar named a file.
 * @param file absolute
 * @throws CamError `labelsUnreadable`, `labelCountMismatch`
 */
export async function previewLabels(
  modelPath: string,
  file: string,
  classes: number,
): Promise<LabelPreview> {
  const sidecar = sidecarPath(modelPath);
  const labels = path.relative(path.dirname(sidecar), file).split(path.sep).join('/');
  const notices: string[] = [];
  const found = await sidecarLabels({ file: sidecar, labels }, classes, notices);
  return { labels: found?.value ?? [], notices, stated: JSON.stringify(labels) };
}

/** The labels that the sidecar beside a model states, as JSON. @throws CamError `sidecarInvalid` */
export async function statedLabels(modelPath: string): Promise<string | undefined> {
  const sidecar = await readSidecar(sidecarPath(modelPath));
  return sidecar?.labels === undefined ? undefined : JSON.stringify(sidecar.labels);
}

/**
 * Writes labels into the sidecar beside a model and does not change anything else.
 * @param stated as JSON; undefined to remove them
 * @returns the sidecar, absolute
 * @throws CamError `sidecarInvalid` (nothing is written), `notWritable`
 */
export function setLabels(modelPath: string, stated: string | undefined): Promise<string> {
  return editSidecar(modelPath, (text) =>
    stated === undefined
      ? withoutValue(text, ['labels'], 'stay')
      : withValue(text, ['labels'], stated, () => true),
  );
}
