import type { CamErrorData } from '../../cam/base/errors.ts';
import type { FolderAction } from '../../protocol/folder.ts';
import { actionsFor } from '../panels/errorActions.ts';

/** The buttons that help with an error of a panel about a folder. Another model is another panel, so it is not offered. */
export function actionsAbout(error: CamErrorData, folder: string | undefined): FolderAction[] {
  const actions: FolderAction[] = actionsFor(error).filter(
    (action) => action === 'retry' || action === 'editPreprocessing',
  );
  if (error.code === 'indexDamaged') return ['scanAgain', ...actions];
  return error.file !== undefined && error.file === folder ? ['chooseFolder', ...actions] : actions;
}
