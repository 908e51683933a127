import * as vscode from 'vscode';
import type { CommandEnd } from '../../exportRunner/commandCalls.ts';

/** How an export ended, for the user. */
export type ExportOutcome =
  | { readonly type: 'succeeded' | 'cancelled' }
  | {
      readonly type: 'failed';
      /** What happened, in one sentence. */
      readonly message: string;
      /** The error is already shown at its line. */
      readonly isMarked: boolean;
    };

/** Exit status of POSIX shells for a command that does not exist. */
const NOT_FOUND = 127;

/**
 * @param name of the task, or the command line
 * @param summary the Python error in one line, if one was printed
 */
export function outcomeOf(
  end: CommandEnd,
  name: string,
  { isMarked, summary }: { isMarked: boolean; summary: string | undefined },
): ExportOutcome {
  switch (end.type) {
    case 'cancelled':
      return { type: 'cancelled' };
    case 'notStarted':
      return notStarted(name, end.message);
    case 'killed':
      return failed(
        vscode.l10n.t('The export “{0}” was stopped by {1}.', name, end.signal),
        isMarked,
      );
    case 'exited':
      if (end.exitCode === 0) return { type: 'succeeded' };
      return failed(failureMessage(name, end.exitCode, summary), isMarked);
  }
}

/** @param reason an error or its text */
export function notStarted(name: string, reason: unknown): ExportOutcome {
  const text = reason instanceof Error ? reason.message : String(reason);
  return failed(vscode.l10n.t('The export “{0}” could not be started: {1}', name, text), false);
}

/** For the terminal. */
export function describeEnd(end: CommandEnd, durationMs: number): string {
  const seconds = (durationMs / 1000).toFixed(1);
  switch (end.type) {
    case 'cancelled':
      return vscode.l10n.t('Cancelled after {0} s.', seconds);
    case 'notStarted':
      return vscode.l10n.t('Could not be started: {0}', end.message);
    case 'killed':
      return vscode.l10n.t('Stopped by {0} after {1} s.', end.signal, seconds);
    case 'exited':
      return vscode.l10n.t('Finished with exit code {0} after {1} s.', end.exitCode, seconds);
  }
}

function failed(message: string, isMarked: boolean): ExportOutcome {
  return { type: 'failed', message, isMarked };
}

function failureMessage(name: string, exitCode: number, summary: string | undefined): string {
  if (summary !== undefined) return vscode.l10n.t('The export failed: {0}', summary);
  if (exitCode === NOT_FOUND) {
    return vscode.l10n.t('The export “{0}” failed: command not found.', name);
  }
  return vscode.l10n.t('The export “{0}” failed with exit code {1}.', name, exitCode);
}
