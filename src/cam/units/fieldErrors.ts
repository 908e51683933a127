import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';
import type { ImageAndModel } from '../model/explainImage.ts';
import { percent } from '../results/fidelity.ts';

/** @param error of the gradient against small steps, relative */
export function notAGradient(file: string, error: number): CamError {
  return new CamError({
    code: 'noGradientRule',
    message: t(
      '{0}: small steps of the image move the channel {1} away from what its gradient says, so there is no field by the gradient.',
      file,
      percent(error),
    ),
    nextAction: t('Use occlusion: it needs no gradient.'),
    file,
  });
}

/** The gradient of a channel at a picture has NaN or infinite values. */
export function fieldNotFinite({ imagePath, modelPath }: ImageAndModel): CamError {
  return new CamError({
    code: 'outputNotFinite',
    message: t(
      'The gradient of a channel of {0} has no finite values for {1}.',
      modelPath,
      imagePath,
    ),
    nextAction: t("Check that the model's weights are finite."),
    file: imagePath,
  });
}
