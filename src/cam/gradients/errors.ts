import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';
import type { OnnxNode } from '../onnx/file/model.ts';

/**
 * An operator that cannot be differentiated.
 * @param setting in which it is used, e.g. `mode=cubic`, if others can be
 */
export function noRule(
  file: string,
  { opType, domain, name }: OnnxNode,
  setting?: string,
): CamError {
  const operator = domain === '' ? opType : `${domain}.${opType}`;
  const used = setting === undefined ? operator : `${operator} (${setting})`;
  return new CamError({
    code: 'noGradientRule',
    message:
      name === ''
        ? t('{0} has no gradient here: it is not known for the operator {1}.', file, used)
        : t(
            '{0} has no gradient here: it is not known for the operator {1} of "{2}".',
            file,
            used,
            name,
          ),
    nextAction: t('Use occlusion: it needs no gradient.'),
    file,
  });
}

/** A backward pass for which there is not enough memory, in bytes. */
export function tooLargeForMemory(file: string, needed: number, usable: number): CamError {
  return new CamError({
    code: 'modelRefused',
    message: t(
      '{0} needs at least {1} GB of memory for a gradient of an image of this size; {2} GB can be used here.',
      file,
      gigabytes(needed),
      gigabytes(usable),
    ),
    nextAction: t('Use occlusion, or a smaller input.'),
    file,
  });
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toPrecision(2);
}
