import path from 'node:path';
import type { TrainingReport } from '../../cam/results/training.ts';
import { NEAR_DUPLICATES } from '../../cam/results/training.ts';
import type { TrainingOptions } from '../../cam/train/trainFolder.ts';
import type { EngineArguments } from '../../engine/calls.ts';
import type { EngineClient } from '../../engine/client.ts';
import { ExitCode } from '../command/exitCode.ts';
import { outputAsUsage, requireExisting, sayUnreadable } from '../command/folderCommand.ts';
import { untilInterrupted } from '../command/interruption.ts';
import { ProgressLine, scanText } from '../text/progressLine.ts';
import type { Terminal } from '../text/terminal.ts';
import type { TrainCommand } from './trainCommand.ts';
import { trainText } from './trainText.ts';

/**
 * Learns the classes of a folder and writes the new model.
 * @throws UsageError if a file or an output that is asked for does not exist; CamError if the model or the folder cannot be
 *   used; Interrupted by Ctrl-C.
 */
export async function train(
  command: TrainCommand,
  engine: EngineClient,
  terminal: Terminal,
): Promise<ExitCode> {
  requireExisting('--labels', command.labels);
  if (command.groups !== NEAR_DUPLICATES) requireExisting('--groups', command.groups);
  const report = await outputAsUsage(command.output, () => run(command, engine, terminal));
  sayUnreadable(report, terminal);
  if (report.unlabelled > 0) {
    terminal.err(`note: ${report.unlabelled} images have no class; they are not learned from.`);
  }
  terminal.out(command.json ? [JSON.stringify(report)] : trainText(report, command.count));
  return ExitCode.ok;
}

async function run(
  command: TrainCommand,
  engine: EngineClient,
  terminal: Terminal,
): Promise<TrainingReport> {
  const line = new ProgressLine(terminal);
  let indexed = 0;
  const args: EngineArguments<'train'> = [
    path.resolve(command.model),
    path.resolve(command.folder),
    optionsOf(command),
  ];
  return untilInterrupted(
    (signal) =>
      engine.call('train', args, signal, (progress) => {
        if ('scan' in progress) {
          indexed = progress.scan.indexed;
          line.tell(scanText(progress.scan));
        } else line.tell(`learning: ${Math.round(100 * progress.learning)} %`);
      }),
    () =>
      `Stopped after ${indexed} images; their results are kept. Run the command again to continue.`,
  ).finally(() => line.end());
}

function optionsOf(command: TrainCommand): TrainingOptions {
  const { config, output, index, labels, groups, layer, strength } = command;
  return {
    out: path.resolve(command.out),
    replaces: command.overwrite,
    learner: command.learner,
    folds: command.folds,
    seed: command.seed,
    ...(command.border === 0 ? {} : { border: command.border }),
    ...(strength === undefined ? {} : { strength }),
    ...(labels === undefined ? {} : { labels: path.resolve(labels) }),
    ...(layer === undefined ? {} : { featureTensor: layer }),
    ...(groups === undefined ? {} : { groups: groupsOf(groups) }),
    ...(config === undefined ? {} : { configPath: path.resolve(config) }),
    ...(output === undefined ? {} : { output }),
    ...(index === undefined ? {} : { cacheFolder: path.resolve(index) }),
  };
}

/** The word stays one, though a file of that name exists: `./near-duplicates` is the file. */
function groupsOf(groups: string): string {
  return groups === NEAR_DUPLICATES ? groups : path.resolve(groups);
}
