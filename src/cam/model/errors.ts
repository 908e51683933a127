import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';
import type { FeatureMap } from '../maps/featureMap.ts';
import type { ImageAndModel } from './explainImage.ts';

type MapSize = Pick<FeatureMap, 'channels' | 'width' | 'height'>;

/** An error about one of the two, with the names of both. */
export function ofBoth(error: CamError, { imagePath, modelPath }: ImageAndModel): CamError {
  const { code, nextAction } = error;
  const message = t('{0} with {1}: {2}', imagePath, modelPath, error.message);
  return new CamError({ code, message, nextAction, file: modelPath }, { cause: error });
}

export function otherScale(modelPath: string, scale: number, scales: readonly number[]): CamError {
  return new CamError({
    code: 'preprocessingMismatch',
    message: t('{0} does not accept an input enlarged {1} times.', modelPath, scale),
    nextAction: t('Choose one of its input scales: {0}.', scales.join(', ')),
    file: modelPath,
  });
}

export function otherMap(modelPath: string, made: MapSize, stated: MapSize): CamError {
  return new CamError({
    code: 'modelRefused',
    message: t(
      '{0} makes a map of {1} channels × {2}×{3}, but declares {4} channels × {5}×{6}.',
      modelPath,
      made.channels,
      made.width,
      made.height,
      stated.channels,
      stated.width,
      stated.height,
    ),
    nextAction: t('Check the shapes with onnx.checker.check_model, then export it again.'),
    file: modelPath,
  });
}

export function logitsNotFinite({ imagePath, modelPath }: ImageAndModel): CamError {
  return new CamError({
    code: 'outputNotFinite',
    message: t(
      '{0} itself gives NaN or infinite logits for {1}, so there is no map to draw.',
      modelPath,
      imagePath,
    ),
    nextAction: t("Check the preprocessing, and that the model's weights are finite."),
    file: modelPath,
  });
}

export function gradientNotFinite({ imagePath, modelPath }: ImageAndModel): CamError {
  return new CamError({
    code: 'outputNotFinite',
    message: t(
      '{0} gives NaN or infinite logits close to those for {1}, so its head has no gradient there and there is no map to draw.',
      modelPath,
      imagePath,
    ),
    nextAction: t("Check that the model's weights are finite."),
    file: modelPath,
  });
}
