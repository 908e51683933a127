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
