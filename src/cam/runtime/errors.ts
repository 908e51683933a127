import path from 'node:path';
import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';

export function noRuntime(cause: unknown): CamError {
  const platform = `${process.platform}-${process.arch}`;
  return new CamError(
    {
      code: 'unsupportedPlatform',
      message: t('onnxruntime has no binary for {0}.', platform),
      nextAction: t(
        'Use CAM Lens on Linux, Windows or a Mac with Apple silicon; Remote-SSH works too.',
      ),
    },
    { cause },
  );
}

/** Why the runtime does not load a model, told by its message: it has no codes. */
export function notLoaded(cause: unknown, file: string): CamError {
  const reason = reasonOf(cause);
  const operator =
    /No Op registered for (\S+)/.exec(reason) ?? /(\S+)\(-?\d+\) is not a registered/.exec(reason);
  if (operator || /not a registered function|no opset import|custom op/i.test(reason)) {
    return unsupportedOperator(operator?.[1], cause, file);
  }
  if (/Protobuf parsing failed/i.test(reason)) return truncated(cause, file);
  return new CamError(
    {
      code: 'modelRefused',
      message: t('onnxruntime could not load {0}: {1}', file, shorten(reason)),
      nextAction: t('Check the model with onnx.checker.check_model, then export it again.'),
      file,
    },
    { cause },
  );
}

function unsupportedOperator(name: string | undefined, cause: unknown, file: string): CamError {
  const reason = shorten(reasonOf(cause));
  return new CamError(
    {
      code: 'unsupportedOperator',
      message: name
        ? t('{0} uses the operator {1}, unknown to onnxruntime. ({2})', file, name, reason)
        : t('{0} uses an operator unknown to onnxruntime. ({1})', file, reason),
      nextAction: t('Export the model with standard ONNX operators.'),
      file,
    },
    { cause },
  );
}

function truncated(cause: unknown, file: string): CamError {
  return new CamError(
    {
      code: 'truncatedOnnx',
      message: t(
        '{0} is damaged: {1} cannot be decoded as an ONNX model.',
        path.basename(file),
        file,
      ),
      nextAction: t('Copy, download or export the model again.'),
      file,
    },
    { cause },
  );
}

/** The model has an output whose name the runtime's JavaScript cannot use. */
export function outputNotNamed(file: string): CamError {
  return new CamError({
    code: 'modelRefused',
    message: t('onnxruntime for Node.js cannot run {0}: an output is named __proto__.', file),
    nextAction: t('Give the output another name, and export the model again.'),
    file,
  });
}

export function runFailed(cause: unknown, file: string): CamError {
  return new CamError(
    {
      code: 'modelRefused',
      message: t('{0} could not be run: {1}', file, shorten(reasonOf(cause))),
      nextAction: t('Check that the model runs in onnxruntime with an input of this size.'),
      file,
    },
    { cause },
  );
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** The first line of the runtime's message, without its internal location. */
function shorten(reason: string): string {
  const line = reason.split('\n')[0] ?? reason;
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
