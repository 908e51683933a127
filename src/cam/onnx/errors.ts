import { t } from '@vscode/l10n';
import { CamError } from '../base/errors.ts';
import { DamagedMessage, TruncatedMessage } from './file/protobufFile.ts';

export function truncated(file: string, cause: unknown): CamError {
  return new CamError(
    {
      code: 'truncatedOnnx',
      message: t('{0} ends mid-model: the file is incomplete.', file),
      nextAction: t('Copy, download or export the model again.'),
      file,
    },
    { cause },
  );
}

export function notOnnx(file: string, cause: unknown): CamError {
  return new CamError(
    {
      code: 'notOnnx',
      message: t('{0} is not an ONNX model.', file),
      nextAction: t('Choose a file written by torch.onnx.export or another ONNX exporter.'),
      file,
    },
    { cause },
  );
}

/** The error of a part of the file that is read later; another error as it is. */
export function ofDamagedFile(file: string, error: unknown): unknown {
  if (error instanceof TruncatedMessage) return truncated(file, error);
  return error instanceof DamagedMessage ? notOnnx(file, error) : error;
}

/** @param name of a function of the model */
export function callsItself(name: string, file: string): CamError {
  return refused(file, t('{0} cannot be read: the function {1} calls itself.', file, name));
}

export function tooManyCalls(file: string): CamError {
  return refused(file, t('{0} cannot be read: its functions never end.', file));
}

function refused(file: string, message: string): CamError {
  const nextAction = t('Check the model with onnx.checker.check_model, then export it again.');
  return new CamError({ code: 'modelRefused', message, nextAction, file });
}
