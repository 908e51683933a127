import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';

/** No tensor of the model has places in the picture on which all logits depend. */
export function noLayer(file: string): CamError {
  return new CamError({
    code: 'noSpatialMap',
    message: t(
      '{0} has no layer whose cells have known places in the image, so methods of a layer show nothing.',
      file,
    ),
    nextAction: t('Use a method of the pixels, such as saliency, or occlusion.'),
    file,
  });
}

/** @param asked name of a tensor */
export function noSuchLayer(file: string, asked: string): CamError {
  return new CamError({
    code: 'tensorNotFound',
    message: t('{0} has no layer "{1}" with positions in the image.', file, asked),
    nextAction: t(
      'Choose one of the layers listed in the model tab or by `cam-lens model --layers`.',
    ),
    file,
  });
}
