import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { CamError } from '../../cam/base/errors.ts';
import { systemReason } from '../../cam/base/systemReason.ts';
import { brokenBounds } from '../../cam/evaluate/parity/brokenBounds.ts';
import { paritySummary } from '../../cam/evaluate/parity/paritySummary.ts';
import { ExitCode } from '../command/exitCode.ts';
import type { EvaluateRun } from './evaluate.ts';
import { parityText } from './evaluateText.ts';
import { withProgress } from './reports.ts';

/**
 * Compares with the model or report that the command names, if it names one.
 * @returns 3 if a bound is broken
 * @throws CamError about the other model or the report; `notWritable` about the summary
 */
export async function compare(run: EvaluateRun): Promise<ExitCode> {
  const { command, engine, model, folder, options, terminal } = run;
  const asked = command.before ?? command.baseline;
  if (asked === undefined) return ExitCode.ok;
  const before = path.resolve(asked);
  const report = await withProgress(run, 'comparison', (signal, onProgress) =>
    engine.call('compareEvaluations', [before, model, folder, options], signal, onProgress),
  );
  const broken = brokenBounds(report, command.bounds);
  run.findings.say(report.findings);
  if (!command.json) terminal.out(parityText(report));
  if (command.summary !== undefined) {
    await appendSummary(path.resolve(command.summary), paritySummary(report, command.bounds));
  }
  for (const { text } of broken) terminal.err(text);
  return broken.length > 0 ? ExitCode.boundBroken : ExitCode.ok;
}

async function appendSummary(file: string, text: string): Promise<void> {
  await appendFile(file, text).catch((cause) => {
    throw new CamError(
      {
        code: 'notWritable',
        message: `${file} cannot be written: ${systemReason(cause)}.`,
        nextAction: 'Give `--summary` a file that you may write to.',
        file,
      },
      { cause },
    );
  });
}
