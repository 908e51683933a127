import type { CamErrorData } from '../../cam/base/errors.ts';
import type { ChosenSources } from '../../protocol/evaluate.ts';
import type { FolderAction } from '../../protocol/folder.ts';
import { actionsFor } from '../panels/errorActions.ts';

/**
 * The buttons that help with an error of a panel about a folder. Another model is another panel, so it is not offered.
 * @param chosen files of labels and annotations that the user chose: others can be chosen
 */
export function actionsAbout(
  error: CamErrorData,
  folder: string | undefined,
  { labels, annotations }: ChosenSources = {},
): FolderAction[] {
  const { file } = error;
  if (file !== undefined && file === labels) return ['chooseLabels', 'retry'];
  if (file !== undefined && file === annotations) return ['chooseAnnotations', 'retry'];
  const actions: FolderAction[] = actionsFor(error).filter(
    (action) => action === 'retry' || action === 'editPreprocessing',
  );
  if (error.code === 'indexDamaged') return ['scanAgain', ...actions];
  return file !== undefined && file === folder ? ['chooseFolder', ...actions] : actions;
}
