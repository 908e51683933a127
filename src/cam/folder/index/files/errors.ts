import { t } from '@vscode/l10n';
import { CamError } from '../../../base/errors.ts';

export function noIndex(indexFolder: string, cause: unknown): CamError {
  return new CamError(
    {
      code: 'fileNotFound',
      message: t('{0} holds no index of pictures.', indexFolder),
      nextAction: t('Scan the folder of the pictures first.'),
      file: indexFolder,
    },
    { cause },
  );
}

/**
 * @param lock the file that names the owner
 * @param owner undefined where it is not known
 */
export function indexInUse(
  folder: string,
  lock: string,
  owner: { pid: number; host: string } | undefined,
): CamError {
  return new CamError({
    code: 'indexInUse',
    message: owner
      ? t(
          '{0} is being scanned with this model by another window or command (process {1} on {2}).',
          folder,
          owner.pid,
          owner.host,
        )
      : t('{0} is being scanned with this model by another window or command.', folder),
    nextAction: t(
      'Wait until that scan ends, or end it; what it has indexed is shown already. If there is none, delete {0}.',
      lock,
    ),
    file: folder,
  });
}

/** @param file or folder of the index */
export function indexDamaged(file: string, cause?: unknown): CamError {
  return new CamError(
    {
      code: 'indexDamaged',
      message: t(
        'The index of the pictures is damaged: {0} does not hold what was written to it.',
        file,
      ),
      nextAction: t('Scan the folder again: what is damaged is made anew.'),
      file,
    },
    { cause },
  );
}

export function indexChanged(folder: string, image: string): CamError {
  return new CamError({
    code: 'indexChanged',
    message: t(
      '{0} in {1} was removed or changed, and the index of the pictures with it.',
      image,
      folder,
    ),
    nextAction: t('Open it again.'),
    file: folder,
  });
}

/** @param folder of the index, or of all of them */
export function indexNotWritable(folder: string, cause: NodeJS.ErrnoException): CamError {
  const { message, nextAction } = writeFailure(folder, cause.code ?? cause.message);
  return new CamError({ code: 'notWritable', message, nextAction, file: folder }, { cause });
}

function writeFailure(folder: string, reason: string): { message: string; nextAction: string } {
  switch (reason) {
    case 'ENOSPC':
    case 'EDQUOT':
      return {
        message: t('The disk is full: what the scan finds cannot be written to {0}.', folder),
        nextAction: t(
          'Make room there, then scan again: what was indexed is kept. The command line takes another folder with --index.',
        ),
      };
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return {
        message: t('{0} may not be written to, and what a scan finds belongs there.', folder),
        nextAction: t(
          'Give yourself the right to write there, then scan again: what was indexed is shown as it is. The command line takes another folder with --index.',
        ),
      };
    default:
      return {
        message: t('What a scan finds cannot be written to {0} ({1}).', folder, reason),
        nextAction: t(
          'Check that folder, then scan again. The command line takes another one with --index.',
        ),
      };
  }
}
