import path from 'node:path';
import { t } from '@vscode/l10n';
import type { CamErrorCode, CamErrorData } from '../cam/base/errors.ts';
import { CamError } from '../cam/base/errors.ts';
import type { EngineRequest } from './calls.ts';
import type { ExceededLimit } from './limits.ts';

export function cancelled(): CamError {
  return new CamError({
    code: 'cancelled',
    message: t('Cancelled.'),
    nextAction: t('Start it again.'),
  });
}

/** What was read of a model is of two states of its file. */
export function changedWhileRead(file: string): CamError {
  return new CamError({
    code: 'truncatedOnnx',
    message: t('{0} changed while it was being read: an export is probably still running.', file),
    nextAction: t('Try again once the file is complete.'),
    file,
  });
}

export function crashed(request: EngineRequest | undefined, reason: string): CamError {
  return withFile(request, {
    code: 'engineCrashed',
    message: t('The engine process crashed while working on {1} ({0}).', reason, filesOf(request)),
    nextAction: t(
      'Try again: the engine restarts by itself. If it crashes every time, the model is at fault.',
    ),
  });
}

export function exceededLimit(
  request: EngineRequest | undefined,
  exceeded: ExceededLimit,
): CamError {
  return exceeded.limit === 'memory'
    ? outOfMemory(request, exceeded.bytes)
    : timedOut(request, exceeded.callMs);
}

function outOfMemory(request: EngineRequest | undefined, bytes: number): CamError {
  const gigabytes = (bytes / 2 ** 30).toFixed(1);
  return withFile(request, {
    code: 'engineOutOfMemory',
    message: t(
      '{0} took {1} GB of memory, so the engine was stopped.',
      filesOf(request),
      gigabytes,
    ),
    nextAction: t('Check the model for wrong tensor sizes, or use a machine with more memory.'),
  });
}

function timedOut(request: EngineRequest | undefined, limitMs: number): CamError {
  return withFile(request, {
    code: 'engineTimedOut',
    message: t(
      '{0} took more than {1} minutes, so the engine was stopped.',
      filesOf(request),
      limitMs / 60_000,
    ),
    nextAction: t('Check the model for wrong layer sizes, or use a faster machine.'),
  });
}

/** Whether a call failed because the engine process ended, of itself or because it took too much. */
export function endedEngine(error: unknown): boolean {
  const codes: CamErrorCode[] = ['engineCrashed', 'engineOutOfMemory', 'engineTimedOut'];
  return CamError.is(error) && codes.includes(error.code);
}

/** The model, and the picture where the call has one: either may be at fault. */
function filesOf(request: EngineRequest | undefined): string {
  const files = request?.args.filter(isPath) ?? [];
  if (files.length === 0) return modelOf(request);
  return files.reduce((before, file) => t('{0} and {1}', before, file));
}

function isPath(arg: unknown): arg is string {
  return typeof arg === 'string' && path.isAbsolute(arg);
}

/** The first argument of every call is the model. */
function modelOf(request: EngineRequest | undefined): string {
  return String(request?.args[0] ?? t('no model'));
}

function withFile(request: EngineRequest | undefined, data: CamErrorData): CamError {
  return new CamError(request ? { ...data, file: modelOf(request) } : data);
}
