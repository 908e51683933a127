import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';

/** @param asked name of a tensor */
export function noSpatialTensor(file: string, asked: string): CamError {
  return new CamError({
    code: 'tensorNotFound',
    message: t(
      '{0} has no spatial tensor "{1}" through which everything flows, so no map can be made of it.',
      file,
      asked,
    ),
    nextAction: t('Choose another layer, or leave the choice out: the last one is then taken.'),
    file,
  });
}

/** A reason that applies to the part of the model after the requested tensor. */
export function fromTensorOn(asked: string, error: CamError, file: string): CamError {
  const { code, nextAction } = error;
  const message = t('From the tensor "{0}" on: {1}', asked, error.message);
  return new CamError({ code, message, nextAction, file }, { cause: error });
}

export function quantisedOtherwise(file: string, cause: CamError): CamError {
  return new CamError(
    {
      code: 'headNotLinear',
      message: t(
        '{0} has no class activation map: its head is quantised to 8 bits in a way that cannot be read ({1})',
        file,
        cause.message,
      ),
      nextAction: t(
        'Choose the float model that it was made from, or quantise it with onnxruntime.quantization in QDQ format.',
      ),
      file,
    },
    { cause },
  );
}

/**
 * @param asked name of an output; undefined where none was asked for
 * @param all names of the model's outputs
 * @param scores those that hold one score for each class
 */
export function noScores(
  file: string,
  asked: string | undefined,
  all: readonly string[],
  scores: readonly string[],
): CamError {
  const that =
    scores.length > 0
      ? t('those that do: {0}', scores.join(', '))
      : t('it has {0}', all.join(', '));
  return new CamError({
    code: 'outputNotFound',
    message:
      asked === undefined
        ? t('{0} has no output that holds one score for each class; {1}.', file, that)
        : t('{0} has no output "{1}" that holds one score for each class; {2}.', file, asked, that),
    nextAction:
      scores.length > 0
        ? t('Choose one of these outputs: {0}.', scores.join(', '))
        : t('Choose an image classifier, whose output has the shape [N, classes].'),
    file,
  });
}
