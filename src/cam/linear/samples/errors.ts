import { t } from '@vscode/l10n';
import { CamError } from '../../base/errors.ts';

/** A class that cannot be learned and checked: it has one sample, or none. */
export function oneSample(name: string, count: number): CamError {
  return new CamError({
    code: 'tooFewSamples',
    message:
      count === 0
        ? t('The class {0} has no sample.', name)
        : t('The class {0} has only one sample.', name),
    nextAction: t('Give each class at least two samples, or leave the class out.'),
  });
}

export function oneClass(): CamError {
  return new CamError({
    code: 'tooFewSamples',
    message: t('There are fewer than two classes.'),
    nextAction: t('Give samples of at least two classes.'),
  });
}

/** All samples belong together: none is left to check what is learned from the others. */
export function oneGroup(): CamError {
  return new CamError({
    code: 'tooFewSamples',
    message: t('All samples are in one group.'),
    nextAction: t('Give samples of at least two groups.'),
  });
}
