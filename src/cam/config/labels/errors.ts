import path from 'node:path';
import { t } from '@vscode/l10n';
import { CamError } from '../../base/errors.ts';
import { fileError } from '../../base/fileErrors.ts';

/** @param labels as the sidecar names them */
export function noLabelsFile(file: string, labels: string, sidecar: string): CamError {
  const name = path.basename(sidecar);
  return new CamError({
    code: 'labelsUnreadable',
    message: t('{0}, named in {1}, does not exist.', labels, name),
    nextAction: t('Correct "labels" in {0}; it is relative to that file.', name),
    file,
  });
}

/** @param labels as the sidecar names them */
export function labelsElsewhere(labels: string, sidecar: string): CamError {
  const name = path.basename(sidecar);
  return new CamError({
    code: 'labelsUnreadable',
    message: t('{0}, named in {1}, is on another machine or device and is not read.', labels, name),
    nextAction: t('Copy the labels beside {0} and name that file.', name),
    file: sidecar,
  });
}

export function noLabels(file: string): CamError {
  const message = t('{0} does not contain a list of labels.', path.basename(file));
  return fileError(file, 'labelsUnreadable', message);
}

/** @param contradiction a sentence */
export function contradictoryLabels(file: string, contradiction: string): CamError {
  const message = t('{0} cannot be used: {1}', path.basename(file), contradiction);
  return fileError(file, 'labelsUnreadable', message);
}

export function otherLabelCount(file: string, labels: number, classes: number): CamError {
  const name = path.basename(file);
  return fileError(
    file,
    'labelCountMismatch',
    t('{0} has {1} labels, but the model has {2} classes.', name, labels, classes),
    classes === labels + 1
      ? t(
          'Give one label per class, in the order of the model\'s output (the first class may be "background" and have no label).',
        )
      : t("Give one label per class, in the order of the model's output."),
  );
}
