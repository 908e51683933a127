import path from 'node:path';
import { t } from '@vscode/l10n';
import type { CamErrorCode } from './errors.ts';
import { CamError } from './errors.ts';
import { systemReason } from './systemReason.ts';

/** A refusal of a file; the next action is by default that of labels, settings, annotations and pins. */
export function fileError(
  file: string,
  code: CamErrorCode,
  message: string,
  nextAction = t('Correct the file, or remove it to use the next source.'),
  cause?: unknown,
): CamError {
  return new CamError({ code, message, nextAction, file }, { cause });
}

export function notRegular(file: string, code: CamErrorCode): CamError {
  return fileError(file, code, t('{0} is not a regular file.', path.basename(file)));
}

export function largerThan(file: string, code: CamErrorCode, mebibytes: number): CamError {
  return fileError(file, code, t('{0} is larger than {1} MiB.', path.basename(file), mebibytes));
}

export function notText(file: string, code: CamErrorCode): CamError {
  return fileError(file, code, t('{0} is not a text file.', path.basename(file)));
}

export function notReadable(file: string, code: CamErrorCode, cause: unknown): CamError {
  const message = t('{0} cannot be read: {1}.', path.basename(file), systemReason(cause));
  return fileError(file, code, message, undefined, cause);
}

/** @param place line and column, counted from 1; undefined where the parser does not say it */
export function notJson(
  file: string,
  code: CamErrorCode,
  reason: string,
  place: { line: number; column: number } | undefined,
): CamError {
  const name = path.basename(file);
  const message = place
    ? t('{0} is not valid JSON, line {1} column {2}: {3}.', name, place.line, place.column, reason)
    : t('{0} is not valid JSON: {1}.', name, reason);
  return fileError(file, code, message);
}

export function notWritable(file: string, cause: unknown): CamError {
  const message = t('{0} cannot be written: {1}.', path.basename(file), systemReason(cause));
  return fileError(
    file,
    'notWritable',
    message,
    t('Check that you can write to its folder.'),
    cause,
  );
}
