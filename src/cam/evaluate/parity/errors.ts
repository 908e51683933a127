import path from 'node:path';
import { t } from '@vscode/l10n';
import type { CamError } from '../../base/errors.ts';
import { fileError } from '../../base/fileErrors.ts';

/** The refusals of a file that is to be the baseline of a comparison. */
export const invalidBaseline = {
  missing: (file: string) => invalid(file, t('{0} does not exist.', path.basename(file))),
  notJson: (file: string, reason: string) =>
    invalid(file, t('{0} is not valid JSON: {1}.', path.basename(file), reason)),
  noRecord: (file: string) =>
    invalid(file, t('{0} is no report of an evaluated folder.', path.basename(file))),
  otherVersion: (file: string) =>
    invalid(file, t('{0} was written by another version of CAM Lens.', path.basename(file))),
  /** @param key where it is in the record */
  wrong: (file: string, key: string, expected: string) =>
    invalid(
      file,
      t('{0} cannot be read as a report: {1} must be {2}.', path.basename(file), key, expected),
    ),
};

function invalid(file: string, message: string): CamError {
  const nextAction = t(
    'Evaluate the folder with the earlier model again, and choose its report.json.',
  );
  return fileError(file, 'baselineInvalid', message, nextAction);
}
