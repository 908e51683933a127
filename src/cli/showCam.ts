import path from 'node:path';
import type { ExplanationReport } from '../cam/maps/files/report.ts';
import { reportExplanation } from '../cam/maps/files/report.ts';
import type { Explanation, ModelDescription } from '../cam/results/explanation.ts';
import { selectClasses } from './classSelection.ts';
import type { ExitCode } from './command/exitCode.ts';
import { UsageError } from './command/exitCode.ts';
import { camFiles } from './imageFiles.ts';
import type { ShowRun } from './showImages.ts';
import { openFolder, sayNotices, showImages } from './showImages.ts';
import { explanationText, modelText } from './text/showText.ts';

/**
 * Shows every image with its class activation map.
 * @throws UsageError if a class or the input scale does not exist.
 */
export async function showCam(run: ShowRun, model: ModelDescription): Promise<ExitCode> {
  const { command, engine, terminal, modelPath, options, signal } = run;
  requireScale(model, command.inputScale);
  const { classes, against } = selectClasses(model.labels.value, command);
  const folder = await openFolder(run);
  if (command.json) sayNotices(model.notices, terminal);
  else terminal.out(modelText(model, model.summary));
  return showImages(run, async (image) => {
    const explanation = await engine.call(
      'explain',
      [modelPath, path.resolve(image), options],
      signal,
    );
    const report = reportExplanation(model, explanation, classes, against);
    sayImage(run, image, model, explanation, report);
    const written = await folder?.write(camFiles(model, explanation, report, classes, against));
    if (written && !command.json) terminal.out(written.map((file) => `Wrote ${file}`));
  });
}

function requireScale({ inputScales }: ModelDescription, asked: number): void {
  if (inputScales.includes(asked)) return;
  throw new UsageError(
    `This model's input cannot be enlarged by ${asked}.`,
    inputScales.length > 1
      ? `Give \`--input-scale\` one of ${inputScales.join(', ')}.`
      : 'Its size is fixed: leave out `--input-scale`.',
  );
}

function sayImage(
  { command, terminal }: ShowRun,
  image: string,
  model: ModelDescription,
  explanation: Explanation,
  report: ExplanationReport,
): void {
  if (!command.json) {
    terminal.out(explanationText(image, model, explanation, report));
    return;
  }
  const warnings = explanation.claim.standing === 'exact' ? [] : [explanation.claim.text];
  sayNotices(
    [...warnings, ...explanation.notices].map((text) => `${image}: ${text}`),
    terminal,
  );
  terminal.out([JSON.stringify(report)]);
}
