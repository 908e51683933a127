import { t } from '@vscode/l10n';
import { CamError } from '../../base/errors.ts';

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

/** @param owner undefined where it is not known */
export function indexInUse(
  folder: string,
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
    nextAction: t('Wait until that scan ends, or end it; what it has indexed is shown already.'),
    file: folder,
  });
}

/** @param file or folder of the index */
export function indexDamaged(file: string, cause?: unknown): CamError {
  return new CamError(
    {
      code: 'indexDamaged',
      message: t('The index of the pictures is damaged: {0} is incomplete.', file),
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
