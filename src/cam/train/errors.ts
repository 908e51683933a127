import path from 'node:path';
import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';

export function noClasses(folder: string): CamError {
  return new CamError({
    code: 'labelsUnreadable',
    message: t('{0} has no sub-folders with pictures, so there are no classes.', folder),
    nextAction: t('Put the pictures of each class into a sub-folder that is named as the class.'),
    file: folder,
  });
}

export function onlyParts(folder: string, names: readonly string[]): CamError {
  return new CamError({
    code: 'labelsUnreadable',
    message: t(
      'The sub-folders of {0} are parts of a data set ({1}), not classes.',
      folder,
      names.join(', '),
    ),
    nextAction: t('Choose the part to learn from.'),
    file: folder,
  });
}

export function noTable(file: string): CamError {
  return new CamError({
    code: 'labelsUnreadable',
    message: t('There is no file {0} any more.', file),
    nextAction: t('Choose another table, or go on without one.'),
    file,
  });
}

export function noColumn(file: string, wanted: string): CamError {
  const name = path.basename(file);
  return new CamError({
    code: 'labelsUnreadable',
    message: t(
      '{0} has no column that names pictures of the folder beside one of {1}.',
      name,
      wanted,
    ),
    nextAction: t('Give it two columns with headings: image and {0}.', wanted),
    file,
  });
}

/** @param names classes that are not left where a group is taken away */
export function tooFewGroups(names: readonly string[]): CamError {
  return new CamError({
    code: 'tooFewSamples',
    message: t(
      'The pictures of {0} are in too few groups: without one of these, fewer than two classes are left to learn from.',
      names.join(', '),
    ),
    nextAction: t('Give each class pictures of at least three groups.'),
  });
}

export function positionsWithoutPlace(file: string, tensor: string): CamError {
  return new CamError({
    code: 'modelRefused',
    message: t(
      'The layer "{0}" of {1} has positions that are no places of the picture (a class token), so their mean is not that of its map.',
      tensor,
      path.basename(file),
    ),
    nextAction: t('Choose another layer, or a backbone without a class token.'),
    file,
  });
}

/** @param difference in parts of the largest score */
export function otherScores(file: string, difference: number): CamError {
  return new CamError({
    code: 'modelRefused',
    message: t(
      'The new model gives other scores than what was learned (they differ by {0} of the largest one), so it is not kept.',
      difference.toPrecision(2),
    ),
    nextAction: t('Choose another backbone or another layer.'),
    file,
  });
}
