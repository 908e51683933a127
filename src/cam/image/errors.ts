import path from 'node:path';
import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';
import { fileError } from '../base/fileErrors.ts';
import type { Size } from '../base/geometry.ts';
import { systemReason } from '../base/systemReason.ts';
import type { InputSize } from './planGeometry.ts';

export function noFile(file: string): CamError {
  const message = t('{0} does not exist.', path.basename(file));
  return fileError(file, 'fileNotFound', message, t('Check the path of the image.'));
}

export function noBytes(file: string): CamError {
  const message = t('{0} is empty (0 bytes).', path.basename(file));
  return fileError(file, 'emptyFile', message, t('Copy or download the image again.'));
}

export function lfsPointer(file: string): CamError {
  const message = t('{0} is a Git LFS pointer, not the image itself.', path.basename(file));
  return fileError(file, 'lfsPointer', message, t('Run `git lfs pull` in its repository.'));
}

/** @param format undefined where it is none that has a name here */
export function otherFormat(file: string, format: string | undefined): CamError {
  const next = t('Convert it to PNG, JPEG, WebP, GIF, AVIF, TIFF or BMP.');
  return fileError(file, 'imageFormatUnsupported', otherFormatText(file, format), next);
}

function otherFormatText(file: string, format: string | undefined): string {
  const name = path.basename(file);
  if (format === undefined) return t('{0} is not an image in a format CAM Lens knows.', name);
  const extension = path.extname(file);
  const isNamedSo = extension === '' || extension.slice(1).toUpperCase() === format;
  return isNamedSo
    ? t('{0} is in {1} format, which CAM Lens does not read.', name, format)
    : t(
        '{0} is in {1} format despite its extension {2}; CAM Lens does not read {1}.',
        name,
        format,
        extension,
      );
}

export function isFolder(file: string): CamError {
  return unreadable(file, t('{0} is a folder.', path.basename(file)));
}

export function notRegular(file: string): CamError {
  return unreadable(file, t('{0} is not a regular file.', path.basename(file)));
}

export function notReadable(file: string, cause: unknown): CamError {
  return unreadable(file, t('{0} cannot be read: {1}.', path.basename(file), systemReason(cause)));
}

function unreadable(file: string, message: string): CamError {
  const next = t('Choose an image file that you can read.');
  return fileError(file, 'imageUnreadable', message, next);
}

export function largerThan(file: string, mebibytes: number): CamError {
  return tooLarge(file, t('{0} is larger than {1} MiB.', path.basename(file), mebibytes));
}

export function morePixelsThan(file: string, { width, height }: Size, limit: number): CamError {
  const most = limit.toLocaleString('en');
  const name = path.basename(file);
  return tooLarge(
    file,
    t('{0} has {1}×{2} pixels, more than the limit of {3}.', name, width, height, most),
  );
}

function tooLarge(file: string, message: string): CamError {
  return fileError(file, 'imageTooLarge', message, t('Save a smaller copy and use it instead.'));
}

export function otherDepth(file: string, depth: string | undefined): CamError {
  const message = t(
    '{0} stores its pixels as {1}, not as unsigned 8 or 16 bits.',
    path.basename(file),
    String(depth),
  );
  return fileError(file, 'imageFormatUnsupported', message, t('Convert it to an 8-bit PNG.'));
}

export function notDecoded(file: string, format: string, cause: unknown): CamError {
  const [reason = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  const message = t(
    '{0} is a damaged or incomplete {1} image ({2}).',
    path.basename(file),
    format,
    reason,
  );
  const next = t('Open it in an image viewer, export it as PNG, and use the new file.');
  return fileError(file, 'imageUnreadable', message, next, cause);
}

export function noDecoder(cause: unknown): CamError {
  const platform = `${process.platform}-${process.arch}`;
  return new CamError(
    {
      code: 'unsupportedPlatform',
      message: t('The image decoder (sharp) does not load on {0}.', platform),
      nextAction: t('Install the CAM Lens build for this platform.'),
    },
    { cause },
  );
}

export function inputTooLarge({ width, height }: Size): CamError {
  return new CamError({
    code: 'imageTooLarge',
    message: t(
      "Preprocessing turns this image into {0}×{1} pixels, too many for a model's input.",
      width,
      height,
    ),
    nextAction: t('Set a crop in the preprocessing sidecar (NAME.cam.json beside the model).'),
  });
}

export function otherSize(made: Size, { width, height }: InputSize): CamError {
  return new CamError({
    code: 'preprocessingMismatch',
    message: t(
      'Preprocessing gives {0}×{1} pixels, but the model takes {2}×{3}.',
      made.width,
      made.height,
      width ?? t('any'),
      height ?? t('any'),
    ),
    nextAction: t(
      'Correct resize.size and crop in the preprocessing sidecar (NAME.cam.json beside the model).',
    ),
  });
}

export function oneChannelOnly(channels: string): CamError {
  return new CamError({
    code: 'preprocessingMismatch',
    message: t('Preprocessing gives {0} images, but the model takes one channel.', channels),
    nextAction: t(
      'Set preprocessing.channels to "gray" in the sidecar (NAME.cam.json beside the model).',
    ),
  });
}
