import path from 'node:path';
import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';
import { lineOf } from '../code/origins/nodeFrames.ts';
import type { OnnxNode } from '../onnx/file/model.ts';

/**
 * An operator that cannot be differentiated.
 * @param setting in which it is used, e.g. `mode=cubic`, if others can be
 */
export function noRule(file: string, node: OnnxNode, setting?: string): CamError {
  const { opType, domain } = node;
  const operator = domain === '' ? opType : `${domain}.${opType}`;
  const used = setting === undefined ? operator : `${operator} (${setting})`;
  const place = placeOf(node);
  return new CamError({
    code: 'noGradientRule',
    message:
      place === ''
        ? t('{0} has no gradient here: it is not known for the operator {1}.', file, used)
        : t(
            '{0} has no gradient here: it is not known for the operator {1} of {2}.',
            file,
            used,
            place,
          ),
    nextAction: t('Use occlusion: it needs no gradient.'),
    file,
  });
}

/** The node's name, and the line of Python that made it, as far as the file has them. */
function placeOf(node: OnnxNode): string {
  const line = lineOf(node);
  return [
    ...(node.name === '' ? [] : [`"${node.name}"`]),
    ...(line
      ? [t('{0}, line {1}', path.basename(line.file.replaceAll('\\', '/')), line.line)]
      : []),
  ].join(', ');
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
