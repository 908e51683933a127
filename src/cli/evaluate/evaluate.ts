import path from 'node:path';
import { CamError } from '../../cam/base/errors.ts';
import type { EvaluateOptions } from '../../cam/evaluationEngine.ts';
import type { EvaluationOverview, PicturesQuery } from '../../cam/results/evaluation/overview.ts';
import type { UnitsDescription } from '../../cam/results/units.ts';
import type { EngineArguments } from '../../engine/calls.ts';
import type { EngineClient } from '../../engine/client.ts';
import type { ExitCode } from '../command/exitCode.ts';
import {
  makeFolder,
  noPictures,
  outputAsUsage,
  requireExisting,
  sayUnreadable,
} from '../command/folderCommand.ts';
import { untilInterrupted } from '../command/interruption.ts';
import { ProgressLine, scanText } from '../text/progressLine.ts';
import { modelText } from '../text/showText.ts';
import type { Terminal } from '../text/terminal.ts';
import type { EvaluateCommand } from './evaluateCommand.ts';
import { classificationText, foundText, picturesText } from './evaluateText.ts';
import { Findings } from './findings.ts';
import { compare } from './parity.ts';
import { printJson, writeReport } from './reportFiles.ts';
import { makeReports } from './reports.ts';

/** A running command. */
export interface EvaluateRun {
  command: EvaluateCommand;
  engine: EngineClient;
  terminal: Terminal;
  /** Absolute, as `folder`. */
  model: string;
  folder: string;
  options: EvaluateOptions;
  findings: Findings;
}

/**
 * Evaluates a folder of labelled images.
 * @throws UsageError if a file or an output that is asked for does not exist; CamError if the model or the folder cannot be
 *   used; Interrupted by Ctrl-C.
 */
export async function evaluate(
  command: EvaluateCommand,
  engine: EngineClient,
  terminal: Terminal,
): Promise<ExitCode> {
  const run: EvaluateRun = {
    ...{ command, engine, terminal, options: optionsOf(command) },
    model: path.resolve(command.model),
    folder: path.resolve(command.folder),
    findings: new Findings(terminal),
  };
  requireFiles(command);
  if (command.out !== undefined) await makeFolder(command.out);
  const description = await outputAsUsage(command.output, () =>
    engine.call('describeUnits', [run.model, run.options]),
  );
  const overview = await scan(run);
  sayModel(run, description);
  await sayOverview(run, overview, description.labels.value);
  requireLabels(command, overview);
  await makeReports(run, overview);
  const exitCode = await compare(run);
  await writeReport(run);
  if (command.json) await printJson(run);
  return exitCode;
}

/** Before the folder is run: this may take hours. @throws UsageError */
function requireFiles({ labels, annotations, maps, before, baseline }: EvaluateCommand): void {
  if (labels !== 'folders') requireExisting('--labels', labels);
  requireExisting('--annotations', annotations);
  for (const folder of maps) requireExisting('--maps', folder);
  requireExisting('--before', before);
  requireExisting('--baseline', baseline);
}

/** Who names a file of labels wants to know what they say. @throws CamError if no image has a class by it. */
function requireLabels({ labels }: EvaluateCommand, overview: EvaluationOverview): void {
  if (labels === undefined || overview.labels) return;
  throw new CamError({
    code: 'labelsUnreadable',
    message: `No image has a class by \`--labels ${labels}\`.`,
    nextAction: 'The notes above say why. Leave `--labels` out to use what is found in the folder.',
  });
}

function optionsOf(command: EvaluateCommand): EvaluateOptions {
  const { config, output, index, labels, annotations } = command;
  return {
    ...(config === undefined ? {} : { configPath: path.resolve(config) }),
    ...(output === undefined ? {} : { output }),
    ...(index === undefined ? {} : { cacheFolder: path.resolve(index) }),
    ...(labels === undefined
      ? {}
      : { labels: labels === 'folders' ? labels : path.resolve(labels) }),
    ...(annotations === undefined ? {} : { annotations: path.resolve(annotations) }),
  };
}

async function scan({
  engine,
  terminal,
  model,
  folder,
  options,
}: EvaluateRun): Promise<EvaluationOverview> {
  const line = new ProgressLine(terminal);
  let indexed = 0;
  const args: EngineArguments<'evaluateFolder'> = [model, folder, options];
  const overview = await untilInterrupted(
    (signal) =>
      engine.call('evaluateFolder', args, signal, (progress) => {
        indexed = progress.indexed;
        line.tell(scanText(progress));
      }),
    () =>
      `Stopped after ${indexed} images; their results are kept. Run the command again to continue.`,
  ).finally(() => line.end());
  if (overview.pictures === 0) throw noPictures(folder);
  return overview;
}

/** How images are read decides every figure. */
function sayModel({ command, terminal }: EvaluateRun, description: UnitsDescription): void {
  if (!command.json) {
    terminal.out(modelText(description, description.summary));
    return;
  }
  const { guessed, source } = description.preprocessing;
  if (guessed.length > 0) terminal.err(`note: Preprocessing: ${source}`);
  for (const notice of description.notices) terminal.err(`note: ${notice}`);
}

async function sayOverview(
  { command, engine, terminal, model, folder, options, findings }: EvaluateRun,
  overview: EvaluationOverview,
  labels: readonly string[],
): Promise<void> {
  sayUnreadable(overview, terminal);
  findings.say(overview.findings);
  if (command.json) return;
  terminal.out(foundText(overview));
  const { classification } = overview;
  if (!classification) return;
  terminal.out(classificationText(classification, labels));
  const query: PicturesQuery = { order: 'loss', isWrong: true, first: 0, count: command.count };
  const page = await engine.call('evaluatedPictures', [model, folder, query, options]);
  terminal.out(picturesText(page.rows, labels));
}
