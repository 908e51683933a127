import path from 'node:path';
import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';

export function otherInputs(file: string, names: readonly string[]): CamError {
  return new CamError({
    code: 'modelRefused',
    message: t(
      '{0} needs further inputs before its feature map ({1}), so a head on it would not take a picture alone.',
      path.basename(file),
      names.join(', '),
    ),
    nextAction: t('Choose a backbone that takes a picture alone.'),
    file,
  });
}

export function oldOperators(file: string, version: number): CamError {
  return new CamError({
    code: 'modelRefused',
    message: t(
      '{0} uses version {1} of the operators, which is too old for a new head.',
      path.basename(file),
      version,
    ),
    nextAction: t('Convert it with onnx.version_converter to version 13 or newer.'),
    file,
  });
}

export function unreachableWeights(file: string): CamError {
  return new CamError({
    code: 'modelRefused',
    message: t(
      '{0} keeps weights of a sub-graph in another file, which cannot be copied into a new model.',
      path.basename(file),
    ),
    nextAction: t('Save it with onnx.save as one file.'),
    file,
  });
}

/** @param names of tensors */
export function unreadWeights(file: string, names: readonly string[]): CamError {
  return new CamError({
    code: 'modelRefused',
    message: t(
      '{0} keeps weights in a form that cannot be copied into a new model, such as sparse tensors ({1}).',
      path.basename(file),
      names.join(', '),
    ),
    nextAction: t('Export it with dense weights.'),
    file,
  });
}

export function aboveTwoGigabytes(file: string): CamError {
  return new CamError({
    code: 'modelRefused',
    message: t(
      '{0} with a new head exceeds 2 GB, which one file cannot hold.',
      path.basename(file),
    ),
    nextAction: t('Choose a smaller backbone, or one in half precision.'),
    file,
  });
}

export function existsAlready(file: string): CamError {
  return new CamError({
    code: 'notWritable',
    message: t('{0} exists already.', file),
    nextAction: t('Choose another name, or say that it is to be replaced.'),
    file,
  });
}

export function belongsToBackbone(file: string): CamError {
  return new CamError({
    code: 'notWritable',
    message: t('{0} belongs to the backbone, which is never written to.', file),
    nextAction: t('Choose another name for the new model.'),
    file,
  });
}
