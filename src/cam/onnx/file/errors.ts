import path from 'node:path';
import { t } from '@vscode/l10n';
import { CamError } from '../../base/errors.ts';
import { systemReason } from '../../base/systemReason.ts';
import type { ExternalTensor } from './model.ts';

export function noBytes(file: string): CamError {
  return new CamError({
    code: 'emptyFile',
    message: t('{0} is empty (0 bytes).', file),
    nextAction: t('Wait until the export has finished, or export the model again.'),
    file,
  });
}

export function lfsPointer(file: string): CamError {
  return new CamError({
    code: 'lfsPointer',
    message: t('{0} is a Git LFS pointer, not the model itself.', file),
    nextAction: t('Run "git lfs pull" in its repository, then try again.'),
    file,
  });
}

/** The file was written to while it was read. */
export function fileChanged(file: string, cause?: unknown): CamError {
  return new CamError(
    {
      code: 'truncatedOnnx',
      message: t('{0} changed while it was being read: an export is probably still running.', file),
      nextAction: t('Try again once the file is complete.'),
      file,
    },
    { cause },
  );
}

export function tooLarge(file: string, size: number): CamError {
  const gigabytes = (size / 2 ** 30).toFixed(1);
  return new CamError({
    code: 'modelRefused',
    message: t('{0} has {1} GB, but an ONNX file holds at most 2 GB.', file, gigabytes),
    nextAction: t('Export the model with external data, so that its weights are stored beside it.'),
    file,
  });
}

export function notRegular(file: string): CamError {
  return unreadable(file, t('{0} cannot be read: it is not a regular file.', file));
}

export function notReadable(file: string, cause: unknown): CamError {
  const { code } = cause as NodeJS.ErrnoException;
  const message =
    code === 'ENOENT'
      ? t('{0} does not exist.', file)
      : t('{0} cannot be read: {1}.', file, systemReason(cause));
  return unreadable(file, message, cause);
}

function unreadable(file: string, message: string, cause?: unknown): CamError {
  const nextAction = t('Choose another file.');
  return new CamError({ code: 'fileNotFound', message, nextAction, file }, { cause });
}

/** @param location as the model names it */
export function weightsOutside(location: string, file: string): CamError {
  return new CamError({
    code: 'externalDataOutsideFolder',
    message: t('{0} takes its weights from "{1}", outside its own folder.', file, location),
    nextAction: t('Move the weights beside the model and export it again.'),
    file,
  });
}

export function noWeights(location: string, file: string, cause?: unknown): CamError {
  const wanted = path.join(path.dirname(file), location);
  return new CamError(
    {
      code: 'missingExternalData',
      message: t('{0} needs its weights in {1}, which does not exist.', file, wanted),
      nextAction: t('Copy that file beside the model, or export with external_data=False.'),
      file,
    },
    { cause },
  );
}

export function unclearPlace({ name, location }: ExternalTensor, file: string): CamError {
  return new CamError({
    code: 'modelRefused',
    message: t(
      '{0} does not say clearly where the values of "{2}" are stored in "{1}".',
      file,
      location,
      name,
    ),
    nextAction: t('Export the model again.'),
    file,
  });
}

/** @param size of the file with the weights, in bytes */
export function tooFewWeights(
  { name, location, offset }: ExternalTensor,
  needed: number,
  size: number,
  file: string,
): CamError {
  return new CamError({
    code: 'missingExternalData',
    message: t(
      '{0} reads the values of "{1}" from byte {2} of "{3}", which has only {4} of the {5} bytes needed.',
      file,
      name,
      offset,
      location,
      size,
      offset + needed,
    ),
    nextAction: t('Copy the weights file again; it belongs to another model or is incomplete.'),
    file,
  });
}
