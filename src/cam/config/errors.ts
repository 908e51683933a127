import path from 'node:path';
import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';
import { fileError } from '../base/fileErrors.ts';

/** A sidecar that a caller names is not there. */
export function noSidecar(file: string): CamError {
  const message = t('{0} does not exist.', path.basename(file));
  return fileError(file, 'fileNotFound', message, t('Check the path of the configuration file.'));
}

/** @param expected the form that the key must have, in words */
export function invalidSidecar(file: string, key: string, expected: string): CamError {
  const name = path.basename(file);
  return new CamError({
    code: 'sidecarInvalid',
    message: t('{0}: {1} must be {2}.', name, key, expected),
    nextAction: t('Correct {0} in {1}, or remove it to use the default.', key, name),
    file,
  });
}

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

export function noLabels(file: string): CamError {
  const message = t('{0} holds no list of labels.', path.basename(file));
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
          'Give one label for each class, in the order of the model\'s output (the first class may be "background" and have no label).',
        )
      : t("Give one label for each class, in the order of the model's output."),
  );
}
