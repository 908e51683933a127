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
