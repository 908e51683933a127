import { t } from '@vscode/l10n';

const count = (value: number) => value.toLocaleString('en');

/** The texts about fields by the gradient. */
export const fieldStrings = {
  about: t(
    'The square of the model’s input that holds 95\u00a0% of the gradient of the unit’s strongest cell, from one run forward and backward for each image. What is pale has none, or none yet, and shows that cell with its neighbours.',
  ),
  working: (share: number) => t('Fields by gradient {0}\u00a0%', Math.floor(100 * share)),
  cancel: t('Cancel'),
  stopped: (done: number) =>
    done === 1 ? t('Stopped after 1 field') : t('Stopped after {0} fields', count(done)),
  resume: t('Continue'),
  retry: t('Try again'),
  failed: (images: number) =>
    images === 1 ? t('1 image without a field') : t('{0} images without a field', count(images)),
  failedTitle: t('Images without a field by gradient'),
  more: (number: number) => t('and {0} more', count(number)),
  useOcclusion: t('The field by occlusion needs no gradient: open a unit, and choose it in View.'),
  held: (percent: string, width: number, height: number) =>
    t(
      'field by gradient: {0}\u00a0% of it in {1}\u202f×\u202f{2} pixels of the input',
      percent,
      width,
      height,
    ),
  flat: t('field by gradient: no pixel moves this activation'),
};
